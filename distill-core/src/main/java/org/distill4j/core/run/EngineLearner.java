package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Guard;
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
  private final EngineNetwork network;
  private final OutputRows outputs;
  private final BatchSizes<OutputLoss> losses;
  private final EngineUpdate update;
  private final Guard guard;

  private EngineLearner(Session session, EngineNetwork network, LearnerSpec spec) {
    this.network = network;
    this.outputs = new OutputRows(network.outputs());
    OutputLoss.record(outputs, spec, 2);
    this.update = new EngineUpdate(session, spec, spec.declared());
    Variables none = session.variables(Map.of());
    this.losses = losses(session, none, outputs, spec.withoutWeights());
    this.guard = Guard.child(session, this, "learner", closing(losses, update, none));
    network.set(spec.weights());
  }

  private static BatchSizes<OutputLoss> losses(
      Session session, Variables none, OutputRows outputs, LearnerSpec spec) {
    return new BatchSizes<>(
        size ->
            OutputLoss.compile(session, none, OutputLoss.record(outputs, spec, size), spec.seed()));
  }

  /** Does not refer to the learner, as {@link Guard} asks. */
  private static Runnable closing(
      BatchSizes<OutputLoss> losses, EngineUpdate update, Variables none) {
    return () -> {
      losses.close();
      update.close();
      none.close();
    };
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
    return guard.call(
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
    return guard.call(() -> network.predict(inputs));
  }

  @Override
  public Weights weights() {
    return guard.call(network::weights);
  }

  @Override
  public OptimizerState optimizerState() {
    return guard.call(update::optimizerState);
  }

  @Override
  public void close() {
    guard.close();
  }
}
