package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.backend.ShapeCache;
import org.distill4j.backend.Variables;
import org.distill4j.data.Batch;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.InputNames;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.BatchShape;
import org.distill4j.program.MicroBatch;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.program.ShapeReader;
import org.distill4j.program.StepInput;
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
  private final Map<String, TensorSpec> outputs;
  private final ShapeReader inputShapes;
  private final ShapeReader lossShapes;
  private final ShapeCache<BatchShape, OutputLoss> losses;
  private final GradientUpdate update;
  private final Guard guard;

  private EngineLearner(Session session, EngineNetwork network, LearnerSpec spec) {
    this.network = network;
    this.outputs = network.outputs();
    Model head = new LossHead(outputs);
    this.inputShapes = new ShapeReader(spec.model());
    this.lossShapes = new ShapeReader(head, spec.signature());
    OutputLoss.requireNoWeights(Recorder.step(head, spec.loss(), spec.signature(), 2));
    this.update = GradientUpdate.open(session, spec);
    Variables none = session.variables(Map.of());
    this.losses = losses(session, none, head, spec.withoutWeights());
    this.guard = Guard.child(session, this, "learner", closing(losses, update, none));
    network.set(spec.weights());
  }

  private static ShapeCache<BatchShape, OutputLoss> losses(
      Session session, Variables none, Model head, LearnerSpec spec) {
    return new ShapeCache<>(
        shape -> {
          Recording recorded = Recorder.step(head, spec.loss(), spec.signature(), shape);
          return OutputLoss.compile(session, none, recorded, spec.seed());
        },
        CompiledProgram::close);
  }

  /** Holds no reference to the learner, as {@link Guard} requires. */
  private static Runnable closing(
      ShapeCache<BatchShape, OutputLoss> losses, GradientUpdate update, Variables none) {
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
          for (int microBatch = 0; microBatch < input.microBatches().size(); microBatch++) {
            check(input, microBatch);
          }
          Map<String, Double> terms = new LinkedHashMap<>();
          GradientSum sum = new GradientSum();
          for (int microBatch = 0; microBatch < input.microBatches().size(); microBatch++) {
            sum.add(gradients(input, microBatch, terms));
          }
          network.set(update.apply(sum::get, input.progress()));
          return new LossValues(terms);
        });
  }

  /** Nothing may have changed when a later micro-batch is refused. */
  private void check(StepInput input, int microBatch) {
    Map<String, HostTensor> inputs = input.microBatches().get(microBatch).batch().inputs();
    network.inputs().forEach((name, spec) -> requireInput(name, spec, inputs));
    BatchShape shape = inputShapes.read(inputs);
    StepInput one = fed(input.only(microBatch), Predictions.of(shape.zeros(outputs)));
    OutputLoss loss = losses.get(lossShapes.read(one.microBatches().get(0)));
    loss.requireMicroBatches(input.microBatches().size());
    loss.check(one);
  }

  private Weights gradients(StepInput input, int microBatch, Map<String, Double> terms) {
    Map<String, HostTensor> inputs = input.microBatches().get(microBatch).batch().inputs();
    BatchShape shape = inputShapes.read(inputs);
    return network.gradients(
        inputs,
        given -> {
          outputs.forEach((name, spec) -> requireOutput(name, shape.of(spec), given.get(name)));
          StepInput one = fed(input.only(microBatch), given);
          return losses.get(lossShapes.read(one.microBatches().get(0))).gradients(one, terms);
        });
  }

  private static StepInput fed(StepInput one, Predictions outputs) {
    MicroBatch microBatch = one.microBatches().get(0);
    Batch batch = microBatch.batch().withInputs(outputs.asMap());
    return one.with(List.of(new MicroBatch(batch, microBatch.teachers())));
  }

  private void requireInput(String name, TensorSpec spec, Map<String, HostTensor> inputs) {
    TensorSpec given = InputNames.find(name, network.inputs().size(), inputs).spec();
    if (!spec.accepts(given.withoutBatch())) {
      throw new IllegalArgumentException(
          "The input batch is "
              + given
              + ", expected examples of "
              + spec
              + ".\nMaybe the data set belongs to another network.");
    }
  }

  private static void requireOutput(String name, TensorSpec spec, HostTensor given) {
    if (!given.spec().equals(spec)) {
      throw new IllegalStateException(
          "Output \""
              + name
              + "\" of the network is "
              + given.spec()
              + ", expected "
              + spec
              + ".\nMaybe its shape depends on the values of the input.");
    }
  }

  @Override
  public Predictions predict(Map<String, HostTensor> inputs) {
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
