package org.distill4j.data;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A batch that must be finite")
class FiniteBatchTest {
  private static final HostTensor VALID = HostTensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4);

  @Test
  @DisplayName("is let pass when it is")
  void valid() {
    Batch batch = batch(VALID, Map.of("labels", HostTensor.ofInts(Shape.of(2), 0, -1)));

    assertThatCode(batch::requireFinite).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  @DisplayName("is refused by the first input that is not, with example and place")
  void inputs(float value) {
    Batch batch = batch(HostTensor.ofFloats(Shape.of(2, 2), 1, 2, 3, value), Map.of());

    assertThatIllegalArgumentException()
        .isThrownBy(batch::requireFinite)
        .withMessage(
            "Example 41 holds "
                + value
                + " at position 1 of its input, expected finite numbers.\n"
                + "Maybe a value is missing, or the data were scaled by a range of zero.");
  }

  @Test
  @DisplayName("is refused by labels that are not, with their name")
  void labels() {
    Batch batch = batch(VALID, Map.of("slant", HostTensor.ofFloats(Shape.of(2, 1), Float.NaN, 1)));

    assertThatIllegalArgumentException()
        .isThrownBy(batch::requireFinite)
        .withMessageStartingWith(
            "Example 40 holds NaN at position 0 of its labels \"slant\", expected finite numbers.");
  }

  private static Batch batch(HostTensor inputs, Map<String, HostTensor> labels) {
    return new Batch(new long[] {40, 41}, inputs, labels);
  }
}
