package org.distill4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A host tensor")
class HostTensorTest {
  private static final HostTensor MATRIX = HostTensor.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);

  @Test
  @DisplayName("holds floats in row-major order")
  void floats() {
    assertThat(MATRIX.spec()).isEqualTo(TensorSpec.floats(3, 2)).hasToString("FLOAT32(3, 2)");
    assertThat(MATRIX.size()).isEqualTo(6);
    assertThat(MATRIX.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(MATRIX.floats().get(2)).isEqualTo(3);
  }

  @Test
  @DisplayName("holds integers")
  void ints() {
    HostTensor ids = HostTensor.ofInts(Shape.of(2), 7, -1);
    assertThat(ids.type()).isEqualTo(DType.INT32);
    assertThat(ids.toIntArray()).containsExactly(7, -1);
    assertThat(ids).hasToString("INT32(2)[7, -1]");
  }

  @Test
  @DisplayName("is a direct little-endian buffer")
  void bytes() {
    assertThat(MATRIX.bytes().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(MATRIX.bytes().isDirect()).isTrue();
    assertThat(MATRIX.bytes().get(3))
        .as("sign and exponent of 1f come last")
        .isEqualTo((byte) 0x3f);
  }

  @Test
  @DisplayName("may lie in memory that is there already")
  void wrapped() {
    ByteBuffer memory = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    memory.putInt(9).putFloat(1.5f).putFloat(-2).position(4);
    HostTensor tensor = HostTensor.wrap(TensorSpec.floats(2), memory);

    assertThat(tensor.toFloatArray()).containsExactly(1.5f, -2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostTensor.wrap(TensorSpec.floats(3), memory))
        .withMessage(
            "8 bytes were given for FLOAT32(3), expected 12.\nMaybe the file was cut off.");
  }

  @Test
  @DisplayName("begins with zeros")
  void zeros() {
    assertThat(HostTensor.allocate(DType.FLOAT32, Shape.of(2)).toFloatArray())
        .containsExactly(0, 0);
  }

  @Test
  @DisplayName("is equal by type, shape and bits")
  void equality() {
    HostTensor same = HostTensor.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
    assertThat(MATRIX).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(MATRIX).isNotEqualTo(MATRIX.reshape(Shape.of(2, 3)));
    assertThat(HostTensor.ofFloats(Shape.of(1), 0f))
        .isNotEqualTo(HostTensor.ofInts(Shape.of(1), 0))
        .isNotEqualTo(HostTensor.ofFloats(Shape.of(1), -0f));
  }

  @Test
  @DisplayName("prints at most eight values")
  void text() {
    assertThat(HostTensor.ofFloats(Shape.of(9), 1, 2, 3, 4, 5, 6, 7, 8, 9))
        .hasToString("FLOAT32(9)[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]…");
  }

  @Nested
  @DisplayName("gives")
  class Views {
    @Test
    @DisplayName("rows that share its values")
    void rows() {
      HostTensor tensor = MATRIX.copy();
      HostTensor rows = tensor.rows(1, 3);
      tensor.floats().put(2, 9);
      assertThat(rows.shape()).isEqualTo(Shape.of(2, 2));
      assertThat(rows.toFloatArray()).containsExactly(9, 4, 5, 6);
      assertThat(rows.rows(1, 2).toFloatArray()).containsExactly(5, 6);
    }

    @Test
    @DisplayName("another shape that shares its values")
    void reshape() {
      HostTensor tensor = MATRIX.copy();
      tensor.reshape(Shape.of(6)).floats().put(0, 9);
      assertThat(tensor.toFloatArray()).startsWith(9);
    }

    @Test
    @DisplayName("a copy that does not")
    void copy() {
      HostTensor copy = MATRIX.copy();
      copy.floats().put(0, 9);
      assertThat(MATRIX.floats().get(0)).isEqualTo(1);
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refusals {
    @Test
    @DisplayName("another number of values than its shape has")
    void count() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HostTensor.ofFloats(Shape.of(2, 2), 1, 2, 3))
          .withMessage(
              "3 values were given for shape (2, 2), expected 4.\n"
                  + "Maybe the batch axis is missing from the shape.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HostTensor.ofInts(Shape.of(2), 1, 2, 3));
      assertThatIllegalArgumentException().isThrownBy(() -> MATRIX.reshape(Shape.of(5)));
    }

    @Test
    @DisplayName("rows that are not there")
    void rows() {
      assertThatThrownBy(() -> MATRIX.rows(2, 4))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage(
              "Rows [2, 4) were asked of shape (3, 2), expected a non-empty range inside it.\n"
                  + "Maybe the batch is smaller than thought.");
      assertThatThrownBy(() -> MATRIX.rows(1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> MATRIX.rows(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    @DisplayName("to be read as another type")
    void type() {
      assertThatIllegalStateException()
          .isThrownBy(MATRIX::ints)
          .withMessage(
              "A host tensor of type FLOAT32 was read as INT32.\n"
                  + "Maybe use the other buffer view.");
    }

    @Test
    @DisplayName("truth values")
    void bool() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HostTensor.allocate(DType.BOOL, Shape.of(1)))
          .withMessage(
              "A host tensor of type BOOL was asked for, expected FLOAT32 or INT32.\n"
                  + "Maybe cast the comparison to FLOAT32 first.");
    }
  }
}
