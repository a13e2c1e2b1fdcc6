package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Sums")
class SumsTest {
  private final Tensor x = Tensor.of(HostTensor.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6)).exp();

  private static Tensor reduction(Tensor dropped) {
    return dropped.inputs().get(0);
  }

  @Test
  @DisplayName("of sums add up what the first ones add up")
  void sumOfSums() {
    assertThat(Sums.summands(reduction(x.sum(1).sum()))).isSameAs(x);
    assertThat(Sums.summands(x.sumKeep(0).sumKeep(0, 1))).isSameAs(x);
  }

  @Test
  @DisplayName("along some axes add up their own input")
  void someAxes() {
    Tensor sums = x.sumKeep(0);
    assertThat(Sums.summands(sums)).isSameAs(x);
    assertThat(Sums.summands(x.reshape(3, 2).sumKeep(0))).isNotSameAs(x);
  }

  @Test
  @DisplayName("look through nothing but sums and shapes")
  void others() {
    Tensor means = x.mean(1);
    assertThat(Sums.summands(reduction(means.sum()))).isSameAs(reduction(means));
    assertThat(Sums.summands(reduction(x.reshape(6).sum()))).isSameAs(x);
  }

  @Test
  @DisplayName("are told from other reductions")
  void kinds() {
    assertThat(Sums.isSum(x.sumKeep(1))).isTrue();
    assertThat(Sums.isSum(x.meanKeep(1))).isFalse();
    assertThat(Sums.isSum(x)).isFalse();
  }

  @Test
  @DisplayName("and other reductions are told with their axes from those without")
  void axes() {
    assertThat(Sums.dropsAxes(x.sum(1))).isTrue();
    assertThat(Sums.dropsAxes(x.max(0, 1))).isTrue();
    assertThat(Sums.dropsAxes(x.sumKeep(1))).isFalse();
    assertThat(Sums.dropsAxes(x.sumKeep(1).reshape(1, 2))).isFalse();
    assertThat(Sums.dropsAxes(x.reshape(6))).isFalse();
  }
}
