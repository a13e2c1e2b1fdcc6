package org.distill4j.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Initializer;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.model.Weights;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.LearnerSpec;

/**
 * A model whose input is the gradient of its parameters "first" (3) and "second" (2, 2), so that
 * only the optimizer computes. A third parameter, "unused", is not reached by the loss.
 */
record FedGradients() implements SingleInputModel {
  static final int WIDTH = 7;

  private static final Loss SUM =
      signals -> LossTerms.total(signals.meanOverBatch(signals.student().get("dot")));

  @Override
  public Shape inputShape() {
    return Shape.of(WIDTH);
  }

  @Override
  public Outputs forward(Scope scope, Tensor input) {
    Tensor first = scope.parameter("first", Shape.of(3), Initializer.constant(1));
    Tensor second = scope.parameter("second", Shape.of(2, 2), Initializer.constant(-1));
    scope.parameter("unused", Shape.of(2), Initializer.constant(0.5));
    Tensor all = Tensor.concat(0, List.of(first, second.reshape(4)));
    return Outputs.of("dot", input.mul(all).sum(1));
  }

  static LearnerSpec spec(Optimizer optimizer) {
    Map<String, HostTensor> weights = new LinkedHashMap<>();
    weights.put("first", SeededValues.floats(81, 3));
    weights.put("second", SeededValues.floats(82, 2, 2));
    weights.put("unused", SeededValues.floats(83, 2));
    StepSignature nothing = new StepSignature(Map.of(), List.of());
    return LearnerSpec.of(new FedGradients(), Weights.of(weights), SUM, nothing, optimizer);
  }

  static StepInput step(int index, HostTensor gradient) {
    HostTensor inputs = gradient.reshape(Shape.of(1, WIDTH));
    Batch batch = new Batch(new long[1], inputs, Map.of());
    return StepInput.of(batch, List.of(), new Progress(index, 12));
  }

  /** Random gradients of magnitudes up to a scale. */
  static TrainingProblem problem(Optimizer optimizer, double scale) {
    return new TrainingProblem(
        spec(optimizer), i -> step(i, SeededValues.between(-scale, scale, 90 + i, WIDTH)));
  }
}
