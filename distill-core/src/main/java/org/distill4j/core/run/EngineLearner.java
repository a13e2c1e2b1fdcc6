package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepPart;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;

/**
 * A network of an engine's own kind in training. Its engine runs it forward and backward; loss and
 * update are programs of a session. Outputs and gradients pass through the host in between.
 */
final class EngineLearner implements Learner {
  private final Calls calls = new Calls("learner");
  private final EngineNetwork network;
  private final OutputRows outputs;
  private final Variables none;
  private final BatchSizes<OutputLoss> losses;
  private final EngineUpdate update;

  private EngineLearner(Session session, EngineNetwork network, LearnerSpec spec) {
    this.network = network;
    this.outputs = new OutputRows(network.outputs());
    OutputLoss.record(outputs, spec, 2);
    this.update = new EngineUpdate(session, spec, spec.declared());
    this.none = session.variables(Map.of());
    LearnerSpec released = spec.withoutWeights();
    this.losses =
        new BatchSizes<>(
            size ->
                OutputLoss.compile(
                    session, none, OutputLoss.record(outputs, released, size), spec.seed()));
    network.set(spec.weights());
  }

  static EngineLearner open(Session session, EngineNetwork network, LearnerSpec spec) {
    if (spec.average().isPresent()) {
      throw new IllegalArgumentException(
          "An average of the weights was asked for a network of an engine's own kind, expected"
              + " none: it predicts with the weights that it has.\n"
              + "Maybe write the student as a Model.");
    }
    return new EngineLearner(session, network, spec);
  }

  @Override
  public LossValues step(StepInput input) {
    return calls.call(
        () -> {
          for (int part = 0; part < input.parts().size(); part++) {
            check(input, part);
          }
          Map<String, Double> terms = new LinkedHashMap<>();
          GradientSum sum = new GradientSum();
          for (int part = 0; part < input.parts().size(); part++) {
            sum.add(gradients(input, part, terms));
          }
          network.set(update.apply(sum, input));
          return new LossValues(terms);
        });
  }

  /** Nothing may have changed when a later part is refused. */
  private void check(StepInput input, int part) {
    requireInputs(inputs(input, part).spec());
    int rows = inputs(input, part).shape().dim(0);
    OutputLoss loss = losses.get(rows);
    loss.requireParts(input.parts().size());
    loss.check(fed(input.only(part), outputs.zeros(rows)));
  }

  private static HostTensor inputs(StepInput input, int part) {
    return input.parts().get(part).batch().inputs();
  }

  private Weights gradients(StepInput input, int part, Map<String, Double> terms) {
    HostTensor inputs = inputs(input, part);
    int rows = inputs.shape().dim(0);
    return network.gradients(
        inputs,
        given -> {
          StepInput one = fed(input.only(part), outputs.join(given, rows));
          return outputs.split(losses.get(rows).gradient(one, terms), rows);
        });
  }

  private static StepInput fed(StepInput one, HostTensor outputs) {
    StepPart part = one.parts().get(0);
    return one.with(List.of(new StepPart(part.batch().withInputs(outputs), part.teachers())));
  }

  private void requireInputs(TensorSpec given) {
    TensorSpec one = new TensorSpec(given.type(), given.shape().withoutBatch());
    if (!one.equals(network.input())) {
      throw new IllegalArgumentException(
          "The input batch is "
              + given
              + ", expected examples of "
              + network.input()
              + ".\nMaybe the data set belongs to another network.");
    }
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    return calls.call(() -> network.predict(inputs));
  }

  @Override
  public Weights weights() {
    return calls.call(network::weights);
  }

  @Override
  public OptimizerState optimizerState() {
    return calls.call(update::optimizerState);
  }

  @Override
  public void close() {
    calls.close(
        () -> {
          losses.close();
          update.close();
          none.close();
        });
  }
}
