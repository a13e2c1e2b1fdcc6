package org.distill4j.tensor;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A tensor refuses")
class TensorErrorsTest {
  private final Tensor x = Tensor.leaf(new Op.Feed(0), TensorSpec.floats(2, 3));
  private final Tensor ids = Tensor.leaf(new Op.Feed(1), TensorSpec.ints(2, 3));
  private final Tensor image = Tensor.leaf(new Op.Feed(2), TensorSpec.floats(2, 4, 6, 6));

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  private static Tensor floats(int... dims) {
    return Tensor.leaf(new Op.Feed(3), TensorSpec.floats(dims));
  }

  @Nested
  @DisplayName("types")
  class Types {
    @Test
    @DisplayName("other than floats in arithmetic")
    void arithmetic() {
      refused(
          () -> x.add(ids),
          "ADD, right, was given Feed[index=1] → INT32(2, 3), expected type FLOAT32.\n"
              + "Maybe a cast or a comparison is missing.");
      refused(
          () -> ids.mul(x),
          "MUL, left, was given Feed[index=1] → INT32(2, 3), expected type FLOAT32.\n"
              + "Maybe a cast or a comparison is missing.");
    }

    @Test
    @DisplayName("other than floats in functions of floats")
    void floatsOnly() {
      List<ThrowingCallable> calls =
          List.of(
              ids::exp,
              () -> ids.pow(2),
              ids::stopGradient,
              () -> ids.sum(0),
              () -> ids.argmax(0),
              () -> ids.softmax(0),
              () -> ids.logSoftmax(0),
              () -> ids.broadcastTo(2, 2, 3),
              () -> ids.matmul(x),
              () -> x.matmul(ids),
              () -> ids.conv2d(x, Window.DEFAULT, 1),
              () -> ids.maxPool2d(2, Window.DEFAULT));
      for (ThrowingCallable call : calls) {
        assertThatIllegalArgumentException()
            .isThrownBy(call)
            .withMessageContaining("was given Feed[index=1] → INT32(2, 3), expected type FLOAT32.");
      }
    }

    @Test
    @DisplayName("other than integers as ids")
    void idsOnly() {
      refused(
          () -> x.oneHot(3),
          "oneHot was given Feed[index=0] → FLOAT32(2, 3), expected type INT32.\n"
              + "Maybe a cast or a comparison is missing.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> x.gatherRows(x))
          .withMessageStartingWith("gatherRows, ids, was given");
    }

    @Test
    @DisplayName("that differ in a comparison, and truth values in one")
    void comparisons() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ids.less(x))
          .withMessageContaining("expected type INT32");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> x.less(x).equalTo(x.less(x)))
          .withMessageStartingWith("EQUAL, left, was given");
    }

    @Test
    @DisplayName("other than a truth value as a condition")
    void where() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> x.where(x, x))
          .withMessageContaining("expected type BOOL");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> x.less(x).toInt())
          .withMessageContaining("toInt was given");
    }

    @Test
    @DisplayName("that differ among the parts of a concat")
    void concat() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Tensor.concat(0, List.of(x, ids)))
          .withMessageStartingWith("concat was given Feed[index=1]");
    }
  }

  @Nested
  @DisplayName("shapes")
  class Shapes {
    @Test
    @DisplayName("that do not broadcast")
    void broadcast() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> x.add(floats(2, 4)))
          .withMessageStartingWith("Shapes (2, 3) and (2, 4) do not broadcast");
      refused(
          () -> x.broadcastTo(2, 1),
          "broadcastTo from (2, 3) to (2, 1), expected every length to be equal or to stretch from"
              + " 1.\nMaybe a reshape was meant.");
    }

    @Test
    @DisplayName("of matrices that do not fit")
    void matmul() {
      refused(
          () -> x.matmul(floats(4, 5)),
          "matmul of (2, 3) with (4, 5), expected (…, m, k) with (…, k, n) of one k.\n"
              + "Maybe a flatten is missing, or the layer's width differs from the one before it.");
      assertThatIllegalArgumentException().isThrownBy(() -> x.matmul(floats(3)));
      assertThatIllegalArgumentException().isThrownBy(() -> floats(3).matmul(x));
    }

    @Test
    @DisplayName("of another size in a reshape")
    void reshape() {
      String message =
          ", expected the same number of elements, 6.\n"
              + "Maybe the batch axis is missing; one length may be -1.";
      refused(() -> x.reshape(4), "reshape of (2, 3) to [4]" + message);
      refused(() -> x.reshape(4, -1), "reshape of (2, 3) to [4, -1]" + message);
      refused(() -> x.reshape(-1, -1), "reshape of (2, 3) to [-1, -1]" + message);
      refused(() -> x.reshape(0, -1), "reshape of (2, 3) to [0, -1]" + message);
    }

    @Test
    @DisplayName("without the axes of a transpose")
    void transpose() {
      refused(
          () -> x.transpose(0, 0),
          "transpose of (2, 3) by [0, 0], expected each axis exactly once.\n"
              + "Maybe the batch axis is missing.");
      assertThatIllegalArgumentException().isThrownBy(() -> x.transpose(1));
      assertThatIllegalArgumentException().isThrownBy(() -> floats(3).transpose());
    }

    @Test
    @DisplayName("without the axes of a reduction, or with one twice")
    void reduction() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> x.sum(2))
          .withMessageStartingWith("Axis 2 does not exist in shape (2, 3)");
      refused(
          () -> x.sum(1, -1),
          "Axis -1 is reduced twice in shape (2, 3), expected each axis once.\n"
              + "Maybe a negative axis names the same one.");
    }

    @Test
    @DisplayName("too small for a slice or a new axis")
    void slice() {
      refused(
          () -> x.slice(1, 2, 4),
          "slice [2, 4) on axis 1 of (2, 3), expected a non-empty range inside it.\n"
              + "Maybe another axis was meant.");
      assertThatIllegalArgumentException().isThrownBy(() -> x.slice(1, 2, 2));
      assertThatIllegalArgumentException().isThrownBy(() -> x.slice(1, -1, 2));
      refused(
          () -> x.expandDims(3),
          "expandDims of (2, 3) at 3, expected a place in [-3, 3).\n"
              + "Maybe -1, the last place, was meant.");
    }

    @Test
    @DisplayName("that cannot be joined")
    void concat() {
      refused(
          () -> Tensor.concat(0, List.of(x, floats(2, 4))),
          "concat on axis 0 of (2, 3) and (2, 4), expected equal lengths on all other axes.\n"
              + "Maybe another axis was meant.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Tensor.concat(0, List.of(x, floats(2, 3, 1))));
      refused(
          () -> Tensor.concat(0, List.of()),
          "concat was given no tensors, expected at least one.\nMaybe a list stayed empty.");
    }

    @Test
    @DisplayName("other than a matrix as a table")
    void table() {
      refused(
          () -> image.gatherRows(ids),
          "gatherRows from shape (2, 4, 6, 6), expected a table (rows, width).\n"
              + "Maybe a reshape is missing.");
    }
  }

  @Nested
  @DisplayName("images")
  class Images {
    @Test
    @DisplayName("without four axes")
    void rank() {
      refused(
          () -> x.maxPool2d(2, Window.DEFAULT),
          "pooling was given shape (2, 3), expected four axes (batch, channels, height, width).\n"
              + "Maybe a reshape of flat pixels is missing.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> image.conv2d(x, Window.DEFAULT, 1))
          .withMessageStartingWith("conv2d weights was given shape (2, 3)");
    }

    @Test
    @DisplayName("whose channels or size do not fit the kernel")
    void kernel() {
      refused(
          () -> image.conv2d(floats(8, 3, 3, 3), Window.DEFAULT, 1),
          "conv2d of (2, 4, 6, 6) with weights (8, 3, 3, 3), Window[stride=1, padding=0,"
              + " dilation=1], groups 1, expected (N, C, H, W) with (O, C / groups, kH, kW), O"
              + " divisible by groups, and a kernel that fits.\n"
              + "Maybe the layer's input channels differ from the layer before it.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> image.conv2d(floats(8, 4, 7, 7), Window.DEFAULT, 1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> image.conv2d(floats(3, 2, 3, 3), Window.DEFAULT, 2));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> image.conv2d(floats(8, 4, 3, 3), Window.DEFAULT, 0));
    }

    @Test
    @DisplayName("that the window of a pooling does not fit")
    void pooling() {
      refused(
          () -> image.averagePool2d(7, Window.DEFAULT),
          "pooling of (2, 4, 6, 6) by 7 × 7, Window[stride=1, padding=0, dilation=1], expected a"
              + " window that fits, a padding of at most half of it and dilation 1.\n"
              + "Maybe the image has been pooled too often.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> image.maxPool2d(2, Window.DEFAULT.withPadding(2)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> image.maxPool2d(2, Window.DEFAULT.withDilation(2)));
      assertThatIllegalArgumentException().isThrownBy(() -> image.maxPool2d(0, Window.DEFAULT));
    }
  }
}
