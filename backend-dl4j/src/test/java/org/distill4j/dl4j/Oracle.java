package org.distill4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.conformance.reference.ReferenceGradients;
import org.distill4j.model.Weights;
import org.distill4j.program.Program;
import org.distill4j.program.StepInput;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Holds this backend against the reference backend. */
final class Oracle {
  private static final Session DL4J = new Dl4jBackend().open(SessionOptions.defaults());
  private static final Session REFERENCE = new ReferenceBackend().open(SessionOptions.defaults());

  private Oracle() {}

  static Session session() {
    return DL4J;
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
    Cases.FunctionModel model = new Cases.FunctionModel(function, List.of(shapes));
    Weights weights = Cases.randomWeights(from, to, model.shapes());
    checkValue(model, weights);
    checkGradient(Cases.spec(model, weights), Cases.step(1));
  }

  static void checkValue(Cases.FunctionModel model, Weights weights) {
    try (Predictor mine = DL4J.predictor(model, weights);
        Predictor exact = REFERENCE.predictor(model, weights)) {
      HostTensor found = mine.predict(Cases.nothing(1)).get("value");
      HostTensor expected = exact.predict(Cases.nothing(1)).get("value");
      assertThat(found.shape()).isEqualTo(expected.shape());
      assertClose("value", found.toFloatArray(), doubles(expected.toFloatArray()));
    }
  }

  /** Compares the loss and each parameter's gradient at the first part of a step. */
  static void checkGradient(LearnerSpec spec, StepInput step) {
    checkGradient(spec, step, 1e-5);
  }

  static void checkGradient(LearnerSpec spec, StepInput step, double tolerance) {
    ReferenceGradients exact = ReferenceGradients.of(spec, step);
    Program program = spec.record(step.parts().get(0).batch().size());
    try (Dl4jWeights weights = new Dl4jWeights(program, spec.weights());
        Compiled compiled = Compiler.step(program, weights, spec.seed())) {
      compiled.run(compiled.reader().read(step, 0), compiled.reader().scalars(step));
      exact
          .terms()
          .forEach((name, value) -> assertClose(name, number(compiled, name), value, tolerance));
      for (String name : exact.gradients().keySet()) {
        double[] expected = exact.gradient(name);
        assertClose(
            "gradient of " + name, gradient(compiled, name, expected.length), expected, tolerance);
      }
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

  private static double number(Compiled compiled, String term) {
    return Objects.requireNonNull(compiled.outputs().get(term)).slot().floats()[0];
  }

  private static float[] gradient(Compiled compiled, String parameter, int size) {
    Value gradient = compiled.gradients().get(parameter);
    return gradient == null ? new float[size] : gradient.slot().floats();
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
