package org.distill4j.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Gradients;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Predictions;
import org.distill4j.program.Feed;
import org.distill4j.program.FeedReader;
import org.distill4j.program.Recording;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A loss of outputs that were computed elsewhere, and its gradient with respect to them, for one
 * batch shape.
 */
final class OutputLoss implements CompiledProgram {
  private static final String GRADIENT = "..gradient";

  private final Recording recorded;
  private final List<String> terms;
  private final FeedReader reader;
  private final Executable executable;

  private OutputLoss(Recording recorded, long seed, Executable executable) {
    this.recorded = recorded;
    this.terms = List.copyOf(recorded.outputs().keySet());
    this.reader = recorded.reader(seed);
    this.executable = executable;
  }

  /**
   * Compiles a loss.
   *
   * @param session where it runs
   * @param none variables, of which it reads none
   * @param recorded the loss, recorded with a {@link LossHead}
   * @param seed the seed of its random numbers
   */
  static OutputLoss compile(Session session, Variables none, Recording recorded, long seed) {
    Map<String, Tensor> outputs = new LinkedHashMap<>(recorded.outputs());
    Tensor total = Objects.requireNonNull(outputs.get(LossTerms.TOTAL));
    List<Tensor> gradients = Gradients.of(total, networkOutputs(recorded));
    for (int i = 0; i < gradients.size(); i++) {
      outputs.put(GRADIENT + i, gradients.get(i));
    }
    return new OutputLoss(
        recorded, seed, session.compile(ModelPrograms.program(recorded, outputs), none));
  }

  /** The network's outputs are the first feeds, whether the loss reads them or not. */
  private static List<Tensor> networkOutputs(Recording recorded) {
    List<Tensor> outputs = new ArrayList<>();
    for (Feed feed : recorded.feeds()) {
      if (feed.source() instanceof Feed.Input) {
        outputs.add(networkOutput(recorded, new Op.Feed(outputs.size()), feed.spec()));
      }
    }
    return outputs;
  }

  private static Tensor networkOutput(Recording recorded, Op.Feed leaf, TensorSpec spec) {
    return recorded.nodes().stream()
        .filter(node -> node.op().equals(leaf))
        .findFirst()
        .orElseGet(() -> Tensor.leaf(leaf, spec));
  }

  /** Refuses a batch of several micro-batches if the loss compares examples with each other. */
  void requireMicroBatches(int microBatches) {
    recorded.requireMicroBatches(microBatches);
  }

  /**
   * Refuses a micro-batch that does not fit.
   *
   * @param one a step whose only micro-batch has outputs in place of inputs
   */
  void check(StepInput one) {
    reader.check(one, 0);
  }

  /**
   * Runs the loss.
   *
   * @param one a step whose only micro-batch has outputs in place of inputs
   * @param sums where the terms are added
   * @return the gradient of the total in each output
   */
  Predictions gradients(StepInput one, Map<String, Double> sums) {
    List<HostTensor> results = executable.run(reader.read(one, 0), reader.scalars(one));
    for (int i = 0; i < terms.size(); i++) {
      sums.merge(terms.get(i), (double) results.get(i).floats().get(0), Double::sum);
    }
    Map<String, HostTensor> gradients = new LinkedHashMap<>();
    for (int i = terms.size(); i < results.size(); i++) {
      Feed feed = recorded.feeds().get(i - terms.size());
      gradients.put(((Feed.Input) feed.source()).name(), results.get(i));
    }
    return Predictions.of(gradients);
  }

  @Override
  public void close() {
    executable.close();
  }

  /** Refuses a loss that trains weights of its own. */
  static Recording requireNoWeights(Recording recorded) {
    List<String> own = recorded.parameters().stream().map(ParameterSpec::name).toList();
    if (!own.isEmpty() || !recorded.states().isEmpty()) {
      throw new IllegalArgumentException(
          "The loss keeps weights of its own, "
              + own
              + ", expected none for a network of an engine's own kind.\n"
              + "Maybe write the student as a Model, or put them into the network.");
    }
    return recorded;
  }
}
