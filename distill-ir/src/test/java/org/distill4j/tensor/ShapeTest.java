package org.distill4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A shape")
class ShapeTest {
  private static final Shape IMAGE = Shape.of(2, 3, 5, 7);

  @Test
  @DisplayName("counts its axes and elements")
  void size() {
    assertThat(IMAGE.rank()).isEqualTo(4);
    assertThat(IMAGE.size()).isEqualTo(210);
    assertThat(IMAGE.dims()).containsExactly(2, 3, 5, 7);
    assertThat(IMAGE.toLongs()).containsExactly(2L, 3L, 5L, 7L);
    assertThat(Shape.ofLongs(2L, 3L, 5L, 7L)).isEqualTo(IMAGE);
  }

  @Test
  @DisplayName("of a scalar has no axes and one element")
  void scalar() {
    assertThat(Shape.scalar()).isEqualTo(Shape.of()).hasToString("()");
    assertThat(Shape.scalar().rank()).isZero();
    assertThat(Shape.scalar().size()).isEqualTo(1);
  }

  @Test
  @DisplayName("counts negative axes from the end")
  void negativeAxes() {
    assertThat(IMAGE.dim(-1)).isEqualTo(7);
    assertThat(IMAGE.axis(-4)).isZero();
  }

  @Test
  @DisplayName("keeps no array that it was given or gave away")
  void immutable() {
    int[] dims = {2, 3};
    Shape shape = Shape.of(dims);
    dims[0] = 9;
    shape.dims()[1] = 9;
    assertThat(shape).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
    assertThat(shape).isNotEqualTo(Shape.of(3, 2));
  }

  @Test
  @DisplayName("gains and loses the batch axis")
  void batch() {
    assertThat(Shape.of(3).prepend(2)).isEqualTo(Shape.of(2, 3));
    assertThat(IMAGE.withoutBatch()).isEqualTo(Shape.of(3, 5, 7));
    assertThat(Shape.of(4).withoutBatch()).isEqualTo(Shape.scalar());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.scalar().withoutBatch())
        .withMessage(
            "Axis 0 does not exist in shape (), expected one in [0, 0).\n"
                + "Maybe the batch axis was forgotten.");
  }

  @Test
  @DisplayName("changes one length")
  void with() {
    assertThat(IMAGE.with(-1, 1)).isEqualTo(Shape.of(2, 3, 5, 1));
  }

  @Test
  @DisplayName("refuses an axis that is not there")
  void wrongAxis() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IMAGE.dim(4))
        .withMessage(
            "Axis 4 does not exist in shape (2, 3, 5, 7), expected one in [-4, 4).\n"
                + "Maybe the batch axis was forgotten.");
  }

  @Test
  @DisplayName("refuses a length below 1")
  void wrongLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(2, 0))
        .withMessage(
            "Shape [2, 0] has an axis of length 0, expected every length to be at least 1.\n"
                + "Maybe the data set is empty or a window is larger than its input.");
  }

  @Nested
  @DisplayName("broadcasts")
  class Broadcasting {
    @Test
    @DisplayName("by aligning axes at the end and stretching ones")
    void rule() {
      assertThat(IMAGE.broadcast(Shape.of(3, 1, 1))).isEqualTo(IMAGE);
      assertThat(Shape.of(4, 1).broadcast(Shape.of(5))).isEqualTo(Shape.of(4, 5));
      assertThat(Shape.scalar().broadcast(IMAGE)).isEqualTo(IMAGE);
    }

    @Test
    @DisplayName("no lengths that differ")
    void refusal() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Shape.of(2, 3).broadcast(Shape.of(2, 4)))
          .withMessage(
              "Shapes (2, 3) and (2, 4) do not broadcast: 3 and 4 on axis -1, expected equal"
                  + " lengths or a 1.\n"
                  + "Maybe a reshape or a transpose is missing.");
    }
  }

  @Nested
  @DisplayName("under a window")
  class Windows {
    @Test
    @DisplayName("has as many positions as the formula says")
    void positions() {
      assertThat(Window.DEFAULT.positions(28, 5)).isEqualTo(24);
      assertThat(Window.DEFAULT.withStride(2).withPadding(1).positions(8, 3)).isEqualTo(4);
      assertThat(Window.DEFAULT.withDilation(2).positions(7, 3)).isEqualTo(3);
      assertThat(Window.DEFAULT.positions(2, 3)).isLessThan(1);
    }

    @Test
    @DisplayName("refuses strides, paddings and dilations out of range")
    void ranges() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Window.DEFAULT.withStride(0))
          .withMessage(
              "Window with stride 0, padding 0, dilation 1, expected stride ≥ 1, padding ≥ 0,"
                  + " dilation ≥ 1.\n"
                  + "Maybe the arguments are in another order: (stride, padding, dilation).");
      assertThatIllegalArgumentException().isThrownBy(() -> Window.DEFAULT.withPadding(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> Window.DEFAULT.withDilation(0));
    }
  }

  @Nested
  @DisplayName("with free axes")
  class Free {
    private final Shape pictures = Shape.of(3).append(Shape.free("height", "width"));

    @Test
    @DisplayName("says which axes are free")
    void names() {
      assertThat(pictures).hasToString("(3, height, width)");
      assertThat(pictures.isFixed()).isFalse();
      assertThat(pictures.freeAxes()).containsExactly("height", "width");
      assertThat(pictures.freeAxis(0)).isEmpty();
      assertThat(pictures.freeAxis(-1)).contains("width");
      assertThat(pictures.dim(0)).isEqualTo(3);
      assertThat(IMAGE.isFixed()).isTrue();
      assertThat(IMAGE.freeAxes()).isEmpty();
      assertThat(Shape.free("n", "n").freeAxes()).containsExactly("n");
    }

    @Test
    @DisplayName("keeps them beside the batch, and is fixed by lengths")
    void fixed() {
      assertThat(pictures.prepend(8)).hasToString("(8, 3, height, width)");
      assertThat(pictures.prepend(8).withoutBatch()).isEqualTo(pictures);
      assertThat(pictures.fixed(Map.of("height", 4, "width", 5))).isEqualTo(Shape.of(3, 4, 5));
      assertThat(IMAGE.fixed(Map.of())).isSameAs(IMAGE);
      assertThat(Shape.free("length").withoutBatch()).isEqualTo(Shape.scalar());
      assertThat(Shape.free("n").prepend(2).withoutBatch().isFixed()).isFalse();
    }

    @Test
    @DisplayName("accepts shapes of any length there")
    void accepts() {
      assertThat(pictures.accepts(Shape.of(3, 1, 9))).isTrue();
      assertThat(pictures.accepts(Shape.of(1, 1, 9))).isFalse();
      assertThat(pictures.accepts(Shape.of(3, 9))).isFalse();
      assertThat(pictures.accepts(Shape.of(3).append(Shape.free("h", "w")))).isTrue();
      assertThat(pictures.accepts(Shape.free("c", "h", "w"))).isFalse();
      assertThat(IMAGE.accepts(pictures)).isFalse();
      assertThat(IMAGE.accepts(IMAGE)).isTrue();
      assertThat(IMAGE.accepts(Shape.of(2, 3, 5))).isFalse();
    }

    @Test
    @DisplayName("equals one of the same names")
    void equal() {
      assertThat(Shape.free("length")).isEqualTo(Shape.free("length"));
      assertThat(Shape.free("length")).hasSameHashCodeAs(Shape.free("length"));
      assertThat(Shape.free("length")).isNotEqualTo(Shape.free("width"));
    }

    @Test
    @DisplayName("refuses to tell lengths that it does not have")
    void unknown() {
      for (Runnable asked : List.<Runnable>of(pictures::dims, pictures::size, pictures::toLongs)) {
        assertThatIllegalStateException()
            .isThrownBy(asked::run)
            .withMessage(
                "The shape (3, height, width) has free axes, expected a fixed one.\n"
                    + "Maybe take the shape of a batch.");
      }
      assertThatIllegalStateException().isThrownBy(() -> pictures.dim(1));
      assertThatIllegalStateException().isThrownBy(() -> IMAGE.broadcast(pictures));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pictures.fixed(Map.of("height", 4)))
          .withMessage(
              "The axis \"width\" of (3, height, width) has no length, expected one of [height].\n"
                  + "Maybe give lengths for all free axes of the model.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Shape.free("n", " "))
          .withMessageContaining("has no name, expected one such as \"length\"");
    }
  }
}
