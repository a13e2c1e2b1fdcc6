package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.distill4j.backend.Session;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** Runs a function of some parameters, and its gradient along fixed random weights. */
final class Functions implements SingleInputModel {
  private static final StepInput STEP =
      StepInput.of(
          new Batch(new long[1], HostTensor.ofFloats(Shape.of(1, 1), 0), Map.of()),
          List.of(),
          new Progress(0, 1));

  private final List<HostTensor> arguments;
  private final Function<List<Tensor>, Tensor> function;

  Functions(Function<List<Tensor>, Tensor> function, List<HostTensor> arguments) {
    this.arguments = arguments;
    this.function = function;
  }

  /** Values and gradients: the result of the function first, then one gradient per argument. */
  List<float[]> run(Session session) {
    Weights before = weights();
    LearnerSpec spec =
        LearnerSpec.of(this, before, loss(), new StepSignature(Map.of(), List.of()), Sgd.of(1));
    List<float[]> results = new ArrayList<>();
    try (Learner learner = ModelLearner.open(session, spec)) {
      results.add(
          learner.predict(STEP.microBatches().get(0).batch().input()).get("y").toFloatArray());
      learner.step(STEP);
      Weights after = learner.weights();
      before.names().forEach(name -> results.add(difference(before.get(name), after.get(name))));
    }
    return results;
  }

  private static float[] difference(HostTensor before, HostTensor after) {
    float[] difference = before.toFloatArray();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= after.floats().get(i);
    }
    return difference;
  }

  private Weights weights() {
    Map<String, HostTensor> named = new LinkedHashMap<>();
    arguments.forEach(argument -> named.put("x" + named.size(), argument));
    return Weights.of(named);
  }

  private Loss loss() {
    return signals -> {
      Tensor y = signals.student().get("y").slice(0, 0, 1);
      float[] weights = new float[Math.toIntExact(y.shape().size())];
      Random random = new Random(7);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) random.nextGaussian();
      }
      return LossTerms.total(y.mul(Tensor.of(HostTensor.ofFloats(y.shape(), weights))).sum());
    };
  }

  @Override
  public Shape inputShape() {
    return Shape.of(1);
  }

  @Override
  public Outputs forward(Scope scope, Tensor input) {
    List<Tensor> parameters = new ArrayList<>();
    for (HostTensor argument : arguments) {
      parameters.add(
          scope.parameter(
              "x" + parameters.size(), argument.shape(), (values, shape, random) -> {}));
    }
    Tensor row = function.apply(parameters).toFloat().reshape(1, -1);
    return Outputs.of("y", row.broadcastTo(input.shape().dim(0), row.shape().dim(1)));
  }
}
