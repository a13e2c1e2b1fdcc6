package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.distill4j.conformance.reference.ReferenceGradients;
import org.distill4j.data.Batch;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Initializer;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.LearnerSpec;

/**
 * One row of the table of operations: a function and its arguments. Float arguments are parameters
 * of a model with a single, unused input; integers are constants.
 *
 * @param name what it is
 * @param function the function
 * @param arguments where it is tried
 * @param value the allowance for its values
 * @param gradient the allowance for its gradients
 */
record OpCase(
    String name,
    Function<List<Tensor>, Tensor> function,
    List<HostTensor> arguments,
    Tolerance value,
    Tolerance gradient) {
  private static final String RESULT = "result";
  private static final HostTensor NOTHING = HostTensor.ofFloats(Shape.of(1, 1), 0);
  private static final Tolerance UNCHECKED = new Tolerance(0, 0, "not differentiated");

  static OpCase of(String name, Function<List<Tensor>, Tensor> function, HostTensor... arguments) {
    return new OpCase(name, function, List.of(arguments), Tolerances.FUNCTION, Tolerances.GRADIENT);
  }

  static OpCase unary(String name, UnaryOperator<Tensor> function, HostTensor argument) {
    return of(name, all -> function.apply(all.get(0)), argument);
  }

  static OpCase binary(
      String name, BinaryOperator<Tensor> function, HostTensor left, HostTensor right) {
    return of(name, all -> function.apply(all.get(0), all.get(1)), left, right);
  }

  OpCase within(Tolerance tolerance) {
    return new OpCase(name, function, arguments, tolerance, gradient);
  }

  OpCase gradientWithin(Tolerance tolerance) {
    return new OpCase(name, function, arguments, value, tolerance);
  }

  OpCase withoutGradient() {
    return gradientWithin(UNCHECKED);
  }

  boolean hasGradient() {
    return !gradient.equals(UNCHECKED);
  }

  /** Compares values with the oracle's. */
  void checkValue(BackendUnderTest subject) {
    Predictions actual = predict(subject.session());
    Predictions expected = predict(subject.oracle());
    Closeness.require("value", actual, expected, value);
  }

  private Predictions predict(DrivenSession session) {
    try (Predictor predictor = session.predictor(new Applied(this), weights())) {
      return predictor.predict(NOTHING);
    }
  }

  /** Compares the gradient of the result times random weights with the oracle's. */
  void checkGradient(BackendUnderTest subject) {
    ReferenceGradients expected = ReferenceGradients.compute(spec(), input());
    StepGradients actual = subject.session().gradients(spec(), input());
    Closeness.requireGradients(actual.gradients(), expected.gradients(), gradient);
  }

  /** Returns the backend's gradients, by "p0", "p1", …. */
  Map<String, double[]> observe(DrivenSession session) {
    return session.gradients(spec(), input()).gradients();
  }

  private LearnerSpec spec() {
    return LearnerSpec.of(
        new Applied(this),
        weights(),
        signals -> LossTerms.total(weighted(signals.student().get(RESULT)).sum()),
        new StepSignature(Map.of(), List.of()),
        Sgd.of(1));
  }

  private static Tensor weighted(Tensor result) {
    return result.mul(Tensor.of(SeededValues.floats(77, result.shape().dims())));
  }

  private static StepInput input() {
    Batch batch = new Batch(new long[1], NOTHING, Map.of());
    return StepInput.of(batch, List.of(), new Progress(0, 1));
  }

  private Weights weights() {
    Map<String, HostTensor> weights = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).type() == DType.FLOAT32) {
        weights.put("p" + i, arguments.get(i));
      }
    }
    return Weights.of(weights);
  }

  /** The function as a model; the batch is one example, and so is the result. */
  private record Applied(OpCase row) implements SingleInputModel {
    @Override
    public Shape inputShape() {
      return Shape.of(1);
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      List<Tensor> given = new ArrayList<>();
      for (int i = 0; i < row.arguments.size(); i++) {
        given.add(argument(scope, "p" + i, row.arguments.get(i)));
      }
      Tensor result = row.function.apply(given);
      int batch = input.shape().dim(0);
      Tensor one = result.reshape(result.shape().prepend(1).dims());
      return Outputs.of(RESULT, batch == 1 ? one : repeated(one, result.shape().prepend(batch)));
    }

    /** Returns the same operations for every batch size above one, as exports demand. */
    private static Tensor repeated(Tensor one, Shape shape) {
      return one.type() == DType.FLOAT32
          ? one.broadcastTo(shape.dims())
          : one.toFloat().broadcastTo(shape.dims()).toInt();
    }

    private static Tensor argument(Scope scope, String name, HostTensor value) {
      return value.type() == DType.FLOAT32
          ? scope.parameter(name, value.shape(), Initializer.constant(0))
          : Tensor.of(value);
    }
  }
}
