package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("On the reference backend, the objective")
class ClosedFormTest {
  private static final int ROWS = 5;
  private static final int CLASSES = 7;

  private static HostTensor logits(long seed, double scale) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[ROWS * CLASSES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-scale, scale);
    }
    return HostTensor.ofFloats(Shape.of(ROWS, CLASSES), values);
  }

  private static double[] softmax(HostTensor logits, int row, double temperature) {
    double[] weights = new double[CLASSES];
    Arrays.setAll(weights, c -> logits.floats().get(row * CLASSES + c) / temperature);
    double max = Arrays.stream(weights).max().orElseThrow();
    Arrays.setAll(weights, c -> Math.exp(weights[c] - max));
    double sum = Arrays.stream(weights).sum();
    Arrays.setAll(weights, c -> weights[c] / sum);
    return weights;
  }

  @ParameterizedTest
  @CsvSource({"4, 0.7", "1, 0.5", "0.5, 1", "20, 0"})
  @DisplayName("has the gradient and the value of the closed form to 1e-12")
  void closedForm(double temperature, double alpha) {
    HostTensor student = logits(1, 3);
    HostTensor teacher = logits(2, 5);
    int[] labels = {3, 0, 6, 2, 2};
    ReferenceGradients found =
        ReferenceGradients.of(
            Steps.logits(student, DistillationLoss.of(temperature, alpha), Sgd.of(1)),
            Steps.labelled(teacher, labels));
    double[] gradient = found.gradient("logits");
    double total = 0;
    for (int row = 0; row < ROWS; row++) {
      double[] s = softmax(student, row, temperature);
      double[] t = softmax(teacher, row, temperature);
      double[] p = softmax(student, row, 1);
      for (int c = 0; c < CLASSES; c++) {
        double hot = labels[row] == c ? 1 : 0;
        double soft = alpha * temperature * (s[c] - t[c]);
        double expected = (soft + (1 - alpha) * (p[c] - hot)) / ROWS;
        assertThat(gradient[row * CLASSES + c]).isCloseTo(expected, within(1e-12));
        double divergence = t[c] * (Math.log(t[c]) - Math.log(s[c]));
        total += alpha * temperature * temperature * divergence / ROWS;
        total -= (1 - alpha) * hot * Math.log(p[c]) / ROWS;
      }
    }
    assertThat(found.terms().get("total")).isCloseTo(total, within(1e-12 * Math.max(1, total)));
  }

  @Test
  @DisplayName("is differentiated in parameters only, and names them otherwise")
  void names() {
    ReferenceGradients found =
        ReferenceGradients.of(
            Steps.logits(logits(1, 1), DistillationLoss.of(2, 0.5), Sgd.of(1)),
            Steps.labelled(logits(2, 1), 0, 0, 0, 0, 0));
    assertThat(found.gradients()).containsOnlyKeys("logits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> found.gradient("weight"))
        .withMessageStartingWith("There is no gradient of \"weight\", expected one of [logits].");
  }
}
