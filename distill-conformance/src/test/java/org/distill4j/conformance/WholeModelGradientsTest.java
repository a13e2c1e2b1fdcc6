package org.distill4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.distill4j.conformance.reference.ReferenceGradients;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Weights;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Along a random direction, the oracle's gradient is a quotient of differences")
class WholeModelGradientsTest {
  private static final float STEP = 0x1p-20f;

  /** What these hold constant ({@code stopGradient}) changes with the weights all the same. */
  private static final Set<String> HOLD_A_PART = Set.of("MMD", "arithmetic at the end");

  @TestFactory
  @DisplayName("in whole models")
  Stream<DynamicTest> models() {
    Map<String, TrainingProblem> problems =
        Map.of(
            "classifier", TrainingProblems.small(Sgd.of(1)),
            "classifier with dropout", TrainingProblems.dropout(),
            "smooth classifier of digits", TrainingProblems.smoothDigits(),
            "convolutions, batch norm and pooling", TrainingProblems.images(),
            "transformer", TrainingProblems.tokens());
    return problems.entrySet().stream()
        .map(
            problem ->
                DynamicTest.dynamicTest(
                    problem.getKey(),
                    () ->
                        requireGradient(
                            problem.getValue().spec(), problem.getValue().steps().apply(0))));
  }

  @TestFactory
  @DisplayName("in layers")
  Stream<DynamicTest> layers() {
    return tests(LayerRules.steps());
  }

  @TestFactory
  @DisplayName("in losses")
  Stream<DynamicTest> losses() {
    return tests(LossRules.steps().filter(one -> !HOLD_A_PART.contains(one.name())));
  }

  private static Stream<DynamicTest> tests(Stream<LossRules.Step> steps) {
    return steps.map(
        one -> DynamicTest.dynamicTest(one.name(), () -> requireGradient(one.spec(), one.step())));
  }

  private static void requireGradient(LearnerSpec spec, StepInput input) {
    Map<String, double[]> gradients = ReferenceGradients.compute(spec, input).gradients();
    Weights above = moved(spec.weights(), gradients, STEP);
    Weights below = moved(spec.weights(), gradients, -STEP);
    double change = total(spec, above, input) - total(spec, below, input);
    double expected = 0;
    for (Map.Entry<String, double[]> gradient : gradients.entrySet()) {
      double[] from = Closeness.elements(below.get(gradient.getKey()));
      double[] to = Closeness.elements(above.get(gradient.getKey()));
      for (int i = 0; i < from.length; i++) {
        expected += gradient.getValue()[i] * (to[i] - from[i]);
      }
    }
    assertThat(change)
        .as("change of the total, whose gradient promises %s", expected)
        .isCloseTo(expected, within(1e-3 * Math.abs(expected) + 1e-9));
  }

  private static double total(LearnerSpec spec, Weights weights, StepInput input) {
    LearnerSpec at =
        LearnerSpec.of(spec.model(), weights, spec.loss(), spec.signature(), spec.optimizer())
            .withSeed(spec.seed());
    return Objects.requireNonNull(
        ReferenceGradients.compute(at, input).terms().get(LossTerms.TOTAL));
  }

  /** The parameters moved by random numbers times a step; states stay. */
  private static Weights moved(Weights weights, Map<String, double[]> parameters, float step) {
    Map<String, HostTensor> moved = new LinkedHashMap<>(weights.asMap());
    moved.replaceAll(
        (name, value) ->
            parameters.containsKey(name) ? moved(value, name.hashCode(), step) : value);
    return Weights.of(moved);
  }

  private static HostTensor moved(HostTensor value, int seed, float step) {
    HostTensor direction = SeededValues.floats(seed, value.shape().dims());
    HostTensor moved = value.copy();
    for (int i = 0; i < moved.size(); i++) {
      moved.floats().put(i, value.floats().get(i) + step * direction.floats().get(i));
    }
    return moved;
  }
}
