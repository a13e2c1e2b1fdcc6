package org.distill4j.conformance;

import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.conformance.reference.TapeComparison;
import org.distill4j.optim.Sgd;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName(
    "Recorded gradients are those of the reference backend's own tape, in double precision,")
class RecordedGradientsTest {
  @TestFactory
  @DisplayName("in whole models")
  Stream<DynamicTest> models() {
    Map<String, Problem> problems =
        Map.of(
            "classifier", Problems.small(Sgd.of(1)),
            "classifier with dropout", Problems.dropout(),
            "smooth classifier of digits", Problems.smoothDigits(),
            "convolutions, batch norm and pooling", Problems.images(),
            "transformer", Problems.tokens());
    return problems.entrySet().stream()
        .map(
            problem ->
                DynamicTest.dynamicTest(problem.getKey(), () -> requireSame(problem.getValue())));
  }

  private static void requireSame(Problem problem) {
    for (int step = 0; step < 2; step++) {
      TapeComparison.requireSame(problem.spec(), problem.steps().apply(step));
    }
  }

  @TestFactory
  @DisplayName("in losses")
  Stream<DynamicTest> losses() {
    return LossRules.steps()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.name(), () -> TapeComparison.requireSame(one.spec(), one.step())));
  }
}
