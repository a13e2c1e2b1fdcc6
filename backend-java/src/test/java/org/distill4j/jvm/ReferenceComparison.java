package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.conformance.reference.GradientProgram;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.conformance.reference.ReferenceGradients;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;

/** Holds this backend against the reference backend. */
final class ReferenceComparison {
  private static final Session JAVA = new JavaBackend().open(SessionOptions.defaults());
  private static final Session REFERENCE = new ReferenceBackend().open(SessionOptions.defaults());

  private ReferenceComparison() {}

  static Session session() {
    return JAVA;
  }

  /** What makes each kind of kernels that is of use to this JVM. */
  static List<Supplier<ProductKernels>> kernels() {
    Supplier<ProductKernels> vectors = () -> VectorModule.kernels().orElseThrow();
    return VectorModule.kernels().isPresent()
        ? List.of(LoopProducts::new, vectors)
        : List.of(LoopProducts::new);
  }

  static PlanEngine engine() {
    return PlanEngine.of(LoopProducts::new, 1);
  }

  static Session reference() {
    return REFERENCE;
  }

  /** Compares value and gradient of a function of numbers in [−2, 2]. */
  static void check(Function<List<Tensor>, Tensor> function, Shape... shapes) {
    checkBetween(-2, 2, function, shapes);
  }

  static void checkBetween(
      double from, double to, Function<List<Tensor>, Tensor> function, Shape... shapes) {
    ParameterModels.FunctionModel model =
        new ParameterModels.FunctionModel(function, List.of(shapes));
    Weights weights = ParameterModels.randomWeights(from, to, model.shapes());
    checkValue(model, weights);
    checkGradient(ParameterModels.spec(model, weights), ParameterModels.step(1));
  }

  static void checkValue(ParameterModels.FunctionModel model, Weights weights) {
    try (Predictor mine = ModelPredictor.open(JAVA, model, weights);
        Predictor exact = ModelPredictor.open(REFERENCE, model, weights)) {
      HostTensor found = mine.predict(ParameterModels.nothing(1)).get("value");
      HostTensor expected = exact.predict(ParameterModels.nothing(1)).get("value");
      assertThat(found.shape()).isEqualTo(expected.shape());
      assertClose("value", found.toFloatArray(), doubles(expected.toFloatArray()));
    }
  }

  /** Compares the loss and each parameter's gradient at the first micro-batch of a step. */
  static void checkGradient(LearnerSpec spec, StepInput step) {
    checkGradient(spec, step, 1e-5);
  }

  static void checkGradient(LearnerSpec spec, StepInput step, double tolerance) {
    ReferenceGradients exact = ReferenceGradients.compute(spec, step);
    Map<String, Double> terms = new HashMap<>();
    Map<String, double[]> gradients = new HashMap<>();
    GradientProgram program = GradientProgram.record(spec, step, 0);
    program.add(run(program, spec.weights(), step), terms, gradients);
    exact
        .terms()
        .forEach(
            (name, value) ->
                assertClose(name, Objects.requireNonNull(terms.get(name)), value, tolerance));
    for (String name : exact.gradients().keySet()) {
      assertClose(
          "gradient of " + name,
          Objects.requireNonNull(gradients.get(name)),
          exact.gradient(name),
          tolerance);
    }
  }

  private static List<double[]> run(GradientProgram program, Weights weights, StepInput step) {
    Map<String, TensorSpec> specs = new HashMap<>();
    weights.asMap().forEach((name, value) -> specs.put(name, value.spec()));
    try (Variables variables = JAVA.variables(specs);
        Executable executable = JAVA.compile(program.program(), variables)) {
      weights.asMap().forEach(variables::write);
      return executable.run(program.feeds(step, 0), program.scalars(step)).stream()
          .map(found -> doubles(found.toFloatArray()))
          .toList();
    }
  }

  /** What a step of gradient descent of size 1 has taken away, the gradient. */
  static float[] difference(HostTensor before, HostTensor after) {
    float[] difference = before.toFloatArray();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= after.floats().get(i);
    }
    return difference;
  }

  private static void assertClose(String what, double found, double expected, double tolerance) {
    assertThat(Math.abs(found - expected))
        .describedAs("%s: %s, expected %s", what, found, expected)
        .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(expected)));
  }

  static void assertClose(String what, float[] found, double[] expected) {
    assertClose(what, found, expected, 1e-5);
  }

  static void assertClose(String what, float[] found, double[] expected, double tolerance) {
    assertClose(what, doubles(found), expected, tolerance);
  }

  private static void assertClose(
      String what, double[] found, double[] expected, double tolerance) {
    double largest = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < found.length; i++) {
      assertThat(Math.abs(found[i] - expected[i]))
          .describedAs("%s[%s]: %s, expected %s", what, i, found[i], expected[i])
          .isLessThanOrEqualTo(tolerance * largest);
    }
  }

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
