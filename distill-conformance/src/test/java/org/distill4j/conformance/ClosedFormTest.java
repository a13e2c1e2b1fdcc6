package org.distill4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.distill4j.conformance.reference.ReferenceGradients;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("In double precision, the recorded objective")
class ClosedFormTest {
  private static final int ROWS = 5;
  private static final int CLASSES = 7;

  private static ReferenceGradients found(ClosedForm form) {
    return ReferenceGradients.compute(
        FreeLogits.spec(
            form.student(), DistillationLoss.of(form.temperature(), form.alpha()), Sgd.of(1)),
        FreeLogits.step(form.teacher(), form.labels(), new Progress(0, 1)));
  }

  private static HostTensor logits(long seed, double scale) {
    return SeededValues.between(-scale, scale, seed, ROWS, CLASSES);
  }

  private static HostTensor labels(int... labels) {
    return HostTensor.ofInts(Shape.of(labels.length), labels);
  }

  @ParameterizedTest
  @CsvSource({"4, 0.7", "1, 0.5", "0.5, 1", "20, 0"})
  @DisplayName("has the terms and the gradient of the closed form to 1e-12")
  void closedForm(double temperature, double alpha) {
    ClosedForm form =
        new ClosedForm(logits(1, 3), logits(2, 5), labels(3, 0, -1, 6, 2), temperature, alpha);
    ReferenceGradients found = found(form);
    form.terms()
        .forEach(
            (name, expected) ->
                assertThat(Objects.requireNonNull(found.terms().get(name)))
                    .as(name)
                    .isCloseTo(expected, within(1e-12 * Math.max(1, expected))));
    assertThat(found.gradient(FreeLogits.LOGITS)).containsExactly(form.gradient(), within(1e-12));
  }

  @Test
  @DisplayName("is differentiated in parameters only, and names them otherwise")
  void names() {
    ReferenceGradients found =
        found(new ClosedForm(logits(1, 1), logits(2, 1), labels(0, 0, 0, 0, 0), 2, 0.5));
    assertThat(found.gradients()).containsOnlyKeys(FreeLogits.LOGITS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> found.gradient("weight"))
        .withMessageStartingWith("There is no gradient of \"weight\", expected one of [free].");
  }
}
