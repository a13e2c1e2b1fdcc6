package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Padding")
class PaddingTest {
  private final HostTensor small =
      HostTensor.ofFloats(Shape.of(2, 2, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

  private static HostTensor filled(int... dims) {
    HostTensor tensor = HostTensor.ofFloats(Shape.of(dims), new float[(int) Shape.of(dims).size()]);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().put(i, -1);
    }
    return tensor;
  }

  @Test
  @DisplayName("makes axes longer, and leaves what is there in the rest")
  void longer() {
    HostTensor to = filled(2, 3, 4);
    Padding.copy(small, to);
    assertThat(to.toFloatArray())
        .containsExactly(
            1, 2, 3, -1, 4, 5, 6, -1, -1, -1, -1, -1, 7, 8, 9, -1, 10, 11, 12, -1, -1, -1, -1, -1);
  }

  @Test
  @DisplayName("cuts axes")
  void shorter() {
    HostTensor to = filled(2, 1, 2);
    Padding.copy(small, to);
    assertThat(to.toFloatArray()).containsExactly(1, 2, 7, 8);
  }

  @Test
  @DisplayName("copies what has the same shape")
  void same() {
    HostTensor to = filled(2, 2, 3);
    Padding.copy(small, to);
    assertThat(to).isEqualTo(small);
    HostTensor ids = HostTensor.allocate(HostTensor.ofInts(Shape.of(3), 1, 2, 3).spec());
    Padding.copy(HostTensor.ofInts(Shape.of(3), 1, 2, 3), ids);
    assertThat(ids.toIntArray()).containsExactly(1, 2, 3);
  }
}
