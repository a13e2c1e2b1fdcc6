package org.distill4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The search for values that are not finite")
class FirstNonFiniteTest {
  @ParameterizedTest(name = "{0}")
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  @DisplayName("finds the first one")
  void found(float value) {
    HostTensor tensor = HostTensor.ofFloats(Shape.of(2, 3), 0, -1, 2, value, 3, Float.NaN);

    assertThat(tensor.firstNonFinite()).hasValue(3);
  }

  @Test
  @DisplayName("lets pass the smallest and the largest numbers, and zeros of both signs")
  void extremes() {
    HostTensor tensor =
        HostTensor.ofFloats(
            Shape.of(6),
            Float.MIN_VALUE,
            -Float.MIN_NORMAL,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            0f,
            -0f);

    assertThat(tensor.firstNonFinite()).isEmpty();
  }

  @Test
  @DisplayName("finds none among integers, whatever their bits")
  void integers() {
    HostTensor tensor = HostTensor.ofInts(Shape.of(1), Float.floatToIntBits(Float.NaN));

    assertThat(tensor.firstNonFinite()).isEmpty();
  }
}
