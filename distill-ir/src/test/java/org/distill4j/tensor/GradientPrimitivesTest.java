package org.distill4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The primitives that gradients are made of")
class GradientPrimitivesTest {
  private static final Op.Conv2d CONVOLUTION = new Op.Conv2d(new Window(2, 1, 1), 1);
  private static final Op.Pool2d POOLING = new Op.Pool2d(Op.PoolKind.MAX, 2, new Window(2, 0, 1));
  private static final Tensor IMAGE = variable("image", 2, 3, 8, 8);
  private static final Tensor KERNEL = variable("kernel", 5, 3, 3, 3);
  private static final Tensor IDS = Tensor.of(HostTensor.ofInts(Shape.of(4), 0, 2, 2, 1));

  private static Tensor variable(String name, int... dims) {
    return Tensor.leaf(new Op.Variable(name), TensorSpec.floats(dims));
  }

  @Test
  @DisplayName("have the shapes of what the gradient is taken in")
  void shapes() {
    Tensor gradient = variable("gradient", 2, 5, 4, 4);
    Tensor pooled = variable("pooled", 2, 3, 4, 4);
    assertThat(
            ImageGradients.convolutionInput(gradient, KERNEL, CONVOLUTION, IMAGE.shape()).shape())
        .isEqualTo(IMAGE.shape());
    assertThat(
            ImageGradients.convolutionWeights(gradient, IMAGE, CONVOLUTION, KERNEL.shape()).shape())
        .isEqualTo(KERNEL.shape());
    assertThat(ImageGradients.pooling(pooled, IMAGE, POOLING).shape()).isEqualTo(IMAGE.shape());
    assertThat(ImageGradients.pickMax(IMAGE, IMAGE, 2, POOLING.window()).shape())
        .isEqualTo(pooled.shape());
  }

  @Test
  @DisplayName("pad one axis, and add rows up into a table")
  void rows() {
    Tensor rows = variable("rows", 4, 3);
    assertThat(rows.pad(-1, 2, 1).shape()).isEqualTo(Shape.of(4, 6));
    assertThat(rows.pad(0, 0, 0)).isSameAs(rows);
    assertThat(rows.pad(-1, 2, 1).op()).isEqualTo(new Op.Pad(1, 2, 1));
    assertThat(rows.scatterAddRows(IDS, 9).shape()).isEqualTo(Shape.of(9, 3));
  }

  @Nested
  @DisplayName("refuse")
  class Refuse {
    private void requireRefused(ThrowingCallable call, String... parts) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(parts)
          .hasMessageContainingAll("expected", "\nMaybe ");
    }

    @Test
    @DisplayName("the gradient of another result")
    void otherResult() {
      Tensor wrong = variable("wrong", 2, 5, 4, 3);
      requireRefused(
          () -> ImageGradients.convolutionInput(wrong, KERNEL, CONVOLUTION, IMAGE.shape()),
          "The gradient of a convolution",
          "(2, 5, 4, 3)",
          "(2, 5, 4, 4)");
      requireRefused(
          () -> ImageGradients.convolutionWeights(wrong, IMAGE, CONVOLUTION, KERNEL.shape()),
          "The gradient of a convolution");
      requireRefused(
          () -> ImageGradients.pooling(wrong, IMAGE, POOLING),
          "The gradient of a pooling",
          "(2, 3, 4, 4)");
    }

    @Test
    @DisplayName("elements of another image than the pooled one")
    void otherImage() {
      requireRefused(
          () -> ImageGradients.pickMax(KERNEL, IMAGE, 2, POOLING.window()),
          "pickMax2d",
          "(5, 3, 3, 3)",
          "(2, 3, 8, 8)");
    }

    @Test
    @DisplayName("zeros of a negative number, and rows without an id for each")
    void rows() {
      Tensor rows = variable("rows", 5, 3);
      requireRefused(() -> rows.pad(0, -1, 2), "pad by -1 and 2", "at least 0");
      requireRefused(() -> rows.scatterAddRows(IDS, 9), "(5, 3)", "(4)", "one id for each row");
    }
  }
}
