package org.distill4j.core.run;

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
import org.distill4j.program.FeedReader;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.LearnerSpec;

/** A loss of outputs that were computed elsewhere, and its gradient in them, for one batch size. */
final class OutputLoss implements Compiled {
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
    outputs.put(GRADIENT, Gradients.of(total, input(recorded)));
    return new OutputLoss(
        recorded, seed, session.compile(Programs.program(recorded, outputs), none));
  }

  /** The outputs are the first feed, whether the loss reads them or not. */
  private static Tensor input(Recording recorded) {
    Op.Feed first = new Op.Feed(0);
    return recorded.nodes().stream()
        .filter(node -> node.op().equals(first))
        .findFirst()
        .orElseGet(() -> Tensor.leaf(first, recorded.feeds().get(0).spec()));
  }

  /** Refuses a batch in several parts if the loss compares examples with each other. */
  void requireParts(int parts) {
    recorded.requireParts(parts);
  }

  /**
   * Refuses a part that does not fit.
   *
   * @param one a step whose only part has outputs in place of inputs
   */
  void check(StepInput one) {
    reader.check(one, 0);
  }

  /**
   * Runs the loss.
   *
   * @param one a step whose only part has outputs in place of inputs
   * @param sums where the terms are added
   * @return the gradient of the total in the outputs, side by side in rows
   */
  HostTensor gradient(StepInput one, Map<String, Double> sums) {
    List<HostTensor> results = executable.run(reader.read(one, 0), reader.scalars(one));
    for (int i = 0; i < terms.size(); i++) {
      sums.merge(terms.get(i), (double) results.get(i).floats().get(0), Double::sum);
    }
    return results.get(terms.size());
  }

  @Override
  public void close() {
    executable.close();
  }

  /** Records a loss, and refuses one that trains weights of its own. */
  static Recording record(OutputRows outputs, LearnerSpec spec, int batchSize) {
    Recording recorded =
        Recorder.step(new LossHead(outputs), spec.loss(), spec.signature(), batchSize);
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
