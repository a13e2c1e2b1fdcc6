package org.distill4j.tensor;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A host tensor")
class HostTensorLimitsTest {
  @ParameterizedTest(name = "as with ({0}, {1}, {2})")
  @CsvSource({"536870912, 1, 1", "1073741824, 1073741824, 4", "2147483647, 2147483647, 2"})
  @DisplayName("of more than 2 GiB is refused, even where the number of its bytes overflows")
  void tooLarge(int first, int second, int third) {
    Shape shape = Shape.of(first, second, third);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostTensor.allocate(DType.FLOAT32, shape))
        .withMessage(
            "A host tensor of shape "
                + shape
                + " has "
                + shape.size()
                + " values of 4 bytes, expected at most 2 GiB.\nMaybe use smaller batches.");
  }
}
