package org.distill4j.jvm;

import static org.distill4j.jvm.ParameterModels.ids;
import static org.distill4j.jvm.ParameterModels.one;
import static org.distill4j.jvm.ParameterModels.two;
import static org.distill4j.jvm.ReferenceComparison.check;
import static org.distill4j.jvm.ReferenceComparison.checkBetween;

import java.util.List;
import java.util.function.Function;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Each primitive and its gradient agree with the oracle")
class PrimitivesTest {
  @Nested
  @DisplayName("on single elements")
  class Single {
    @Test
    @DisplayName("anywhere")
    void anywhere() {
      check(one(Tensor::negate), Shape.of(2, 3));
      check(one(Tensor::exp), Shape.of(2, 3));
      check(one(Tensor::abs), Shape.of(4, 3));
      check(one(Tensor::relu), Shape.of(4, 3));
      check(one(x -> x.pow(3)), Shape.of(4, 3));
      check(one(x -> x.pow(0)), Shape.of(4, 3));
      check(one(Tensor::sigmoid), Shape.of(5, 7));
      check(one(Tensor::tanh), Shape.of(5, 7));
      checkBetween(-12, 12, one(Tensor::gelu), Shape.of(30, 7));
      checkBetween(-1e-4, 1e-4, one(x -> x.tanh().mul(1e4)), Shape.of(5, 7));
      checkBetween(-90, 90, one(Tensor::sigmoid), Shape.of(5, 7));
      checkBetween(-90, 90, one(Tensor::tanh), Shape.of(5, 7));
    }

    @Test
    @DisplayName("on positive numbers alone")
    void positive() {
      checkBetween(0.2, 3, one(Tensor::log), Shape.of(2, 3));
      checkBetween(0.2, 3, one(Tensor::sqrt), Shape.of(2, 3));
      checkBetween(0.2, 3, one(x -> x.pow(-1.5)), Shape.of(2, 3));
    }

    @Test
    @DisplayName("at the kinks too")
    void kinks() {
      checkBetween(0, 1e-45, one(Tensor::relu), Shape.of(3));
      checkBetween(0, 1e-45, one(Tensor::abs), Shape.of(3));
    }

    @Test
    @DisplayName("converted to integers, which holds gradients back, as stopGradient does")
    void conversions() {
      check(one(x -> x.add(x.mul(3).toInt().toFloat())), Shape.of(4, 5));
      check(one(x -> x.mul(x.stopGradient())), Shape.of(4, 5));
      check(one(x -> x.greater(Tensor.of(0)).toFloat().mul(x)), Shape.of(4, 5));
    }
  }

  @Nested
  @DisplayName("on pairs of elements")
  class OnPairs {
    @Test
    @DisplayName("of one shape")
    void sameShape() {
      checkAll(Shape.of(2, 3), Shape.of(2, 3));
    }

    @Test
    @DisplayName("that broadcast to either side, over inner and outer axes, and with scalars")
    void broadcasting() {
      checkAll(Shape.of(2, 3), Shape.of(3));
      checkAll(Shape.of(3), Shape.of(2, 3));
      checkAll(Shape.of(4, 3), Shape.of(4, 1));
      checkAll(Shape.of(2, 1, 3), Shape.of(4, 1));
      checkAll(Shape.of(2, 3, 1, 2), Shape.of(3, 4, 2));
      checkAll(Shape.of(2, 3, 4), Shape.of(2, 1, 4));
      checkAll(Shape.scalar(), Shape.of(2, 2));
      checkAll(Shape.of(2, 1100), Shape.of(2, 1));
      checkAll(Shape.of(1, 1), Shape.scalar());
      checkAll(Shape.scalar(), Shape.scalar());
    }

    private void checkAll(Shape left, Shape right) {
      check(two(Tensor::add), left, right);
      check(two(Tensor::sub), left, right);
      check(two(Tensor::mul), left, right);
      check(two((a, b) -> a.div(b.exp())), left, right);
      check(two(Tensor::maximum), left, right);
      check(two(Tensor::minimum), left, right);
      check(two((a, b) -> a.less(b).where(a.mul(2), b)), left, right);
      check(two((a, b) -> a.lessOrEqual(b).where(Tensor.of(1), b)), left, right);
      check(two((a, b) -> a.mul(2).toInt().equalTo(b.toInt()).where(a, b)), left, right);
      check(two((a, b) -> a.toInt().less(b.toInt()).where(a, b)), left, right);
      check(two((a, b) -> a.toInt().lessOrEqual(b.toInt()).where(a, b)), left, right);
      check(two((a, b) -> a.abs().equalTo(a).where(a, b)), left, right);
    }

    @Test
    @DisplayName("when one tensor is both operands, or is used several times")
    void same() {
      check(one(Tensor::square), Shape.of(2, 3));
      check(one(x -> x.sub(x.meanKeep(1)).div(x.square().sumKeep(0).add(1))), Shape.of(2, 3));
      check(one(x -> x.add(x).add(x.relu()).mul(x.sum())), Shape.of(2, 3));
    }
  }

  @Nested
  @DisplayName("on moved elements")
  class Moved {
    @Test
    @DisplayName("of floats")
    void floats() {
      check(one(x -> x.reshape(3, 4).square()), Shape.of(2, 6));
      check(one(x -> x.transpose(2, 0, 1)), Shape.of(2, 3, 4));
      check(one(x -> x.transpose(0, 2, 1, 3)), Shape.of(2, 3, 4, 2));
      check(one(Tensor::transpose), Shape.of(2, 3, 4));
      check(one(x -> x.broadcastTo(4, 2, 3)), Shape.of(2, 1));
      check(one(x -> x.broadcastTo(4, 2, 3)), Shape.of(2, 3));
      check(one(x -> x.slice(1, 1, 3)), Shape.of(2, 4, 3));
      check(one(x -> x.slice(0, 1, 2)), Shape.of(2, 4, 3));
      check(one(x -> x.slice(2, 0, 2)), Shape.of(2, 4, 3));
      check(
          two((a, b) -> Tensor.concat(1, List.of(a, b, a))), Shape.of(2, 1, 3), Shape.of(2, 2, 3));
    }

    @Test
    @DisplayName("of integers")
    void integers() {
      check(one(x -> moved(x.mul(3).toInt()).toFloat().mul(x)), Shape.of(4, 4));
    }

    private Tensor moved(Tensor x) {
      Tensor turned = x.transpose().reshape(2, 8);
      return Tensor.concat(1, List.of(turned.slice(1, 4, 8), turned.slice(1, 0, 4))).reshape(4, 4);
    }
  }

  @Nested
  @DisplayName("on groups of elements")
  class Groups {
    @Test
    @DisplayName("sums, means and maxima over one axis, several and all")
    void reductions() {
      for (int[] axes : new int[][] {{0}, {1}, {-1}, {0, 2}, {0, 1}, {1, 2}, {}}) {
        check(one(x -> x.sum(axes)), Shape.of(2, 3, 4));
        check(one(x -> x.meanKeep(axes)), Shape.of(2, 3, 4));
        check(one(x -> x.max(axes)), Shape.of(2, 3, 4));
        check(one(x -> x.varianceKeep(axes)), Shape.of(2, 3, 4));
      }
      check(one(x -> x.sum(0).sum()), Shape.of(1, 1));
    }

    @Test
    @DisplayName("tied maxima share equally")
    void ties() {
      check(one(x -> x.toInt().toFloat().add(x.mul(0)).max(1)), Shape.of(4, 9));
      check(one(x -> x.relu().max(0)), Shape.of(3, 9));
    }

    @Test
    @DisplayName("softmax, log-softmax and log-sum-exp over each axis, for large values too")
    void softmaxes() {
      for (int axis = 0; axis < 3; axis++) {
        int along = axis;
        check(one(x -> x.softmax(along)), Shape.of(2, 3, 4));
        check(one(x -> x.logSoftmax(along)), Shape.of(2, 3, 4));
        check(one(x -> x.logSumExpKeep(along)), Shape.of(2, 3, 4));
        check(one(x -> entropy(x.logSoftmax(along))), Shape.of(2, 3, 4));
        checkBetween(-1e4, 1e4, one(x -> x.softmax(along)), Shape.of(2, 3, 4));
        checkBetween(-1e4, 1e4, one(x -> x.logSoftmax(along)), Shape.of(2, 3, 4));
      }
    }

    /** Takes the exponential of the same logarithms twice. */
    private static Tensor entropy(Tensor log) {
      return log.exp().mul(log).add(log.exp().square());
    }

    @Test
    @DisplayName("the place of the largest, and rows with a single one")
    void places() {
      check(one(x -> x.argmax(1).oneHot(3).mul(x.sum(1).expandDims(-1))), Shape.of(2, 3, 4));
      check(one(x -> x.argmax(2).toFloat().add(x.sum(2))), Shape.of(2, 3, 4));
      check(one(x -> x.mul(ids(-1, 0, 4, 5).oneHot(5))), Shape.of(4, 5));
    }
  }

  @Nested
  @DisplayName("on matrices, images and tables")
  class Wide {
    @Test
    @DisplayName("products of matrices, alone, in batches and with broadcast batches")
    void products() {
      checkProducts(Shape.of(2, 3), Shape.of(3, 4));
      checkProducts(Shape.of(1, 3), Shape.of(3, 1));
      checkProducts(Shape.of(3, 1), Shape.of(1, 3));
      checkProducts(Shape.of(2, 2, 3), Shape.of(2, 3, 4));
      checkProducts(Shape.of(2, 5, 2, 3), Shape.of(2, 5, 3, 4));
      checkProducts(Shape.of(2, 2, 3), Shape.of(3, 4));
      checkProducts(Shape.of(2, 3), Shape.of(2, 1, 3, 2));
      checkProducts(Shape.of(2, 1, 2, 3), Shape.of(3, 3, 2));
      checkProducts(Shape.of(1, 2, 3), Shape.of(3, 3, 2));
    }

    private void checkProducts(Shape left, Shape right) {
      check(two(Tensor::matmul), left, right);
      check(two((a, b) -> a.transpose().matmul(b)), swapped(left), right);
      check(two((a, b) -> a.matmul(b.transpose())), left, swapped(right));
      check(two((a, b) -> a.transpose().matmul(b.transpose())), swapped(left), swapped(right));
    }

    private Shape swapped(Shape shape) {
      int rank = shape.rank();
      return shape.with(rank - 2, shape.dim(-1)).with(rank - 1, shape.dim(-2));
    }

    @Test
    @DisplayName("a transposed factor that is used elsewhere too")
    void transposedTwice() {
      check(one(x -> x.matmul(x.transpose()).add(x.transpose().sum())), Shape.of(3, 4));
      check(one(x -> x.transpose().transpose().matmul(x.transpose())), Shape.of(3, 4));
    }

    @Test
    @DisplayName("convolutions with stride, padding, dilation and groups")
    void convolutions() {
      check(conv(Window.DEFAULT, 1), Shape.of(2, 2, 5, 4), Shape.of(3, 2, 3, 2));
      check(conv(Window.DEFAULT, 1), Shape.of(3, 2, 5, 4), Shape.of(3, 2, 1, 1));
      check(conv(new Window(2, 0, 1), 1), Shape.of(3, 2, 5, 4), Shape.of(3, 2, 1, 1));
      check(conv(new Window(2, 1, 1), 1), Shape.of(2, 2, 5, 4), Shape.of(3, 2, 3, 3));
      check(conv(new Window(3, 2, 1), 1), Shape.of(2, 2, 7, 9), Shape.of(3, 2, 4, 5));
      check(conv(new Window(1, 2, 2), 1), Shape.of(1, 2, 5, 5), Shape.of(2, 2, 3, 3));
      check(conv(new Window(2, 4, 3), 1), Shape.of(1, 2, 5, 5), Shape.of(2, 2, 3, 3));
      check(conv(new Window(2, 1, 1), 2), Shape.of(2, 4, 5, 5), Shape.of(6, 2, 3, 3));
      check(conv(new Window(1, 1, 1), 3), Shape.of(2, 3, 4, 4), Shape.of(3, 1, 3, 3));
      check(conv(new Window(1, 3, 1), 1), Shape.of(2, 1, 1, 1), Shape.of(1, 1, 3, 3));
    }

    private Function<List<Tensor>, Tensor> conv(Window window, int groups) {
      return two((x, w) -> x.conv2d(w, window, groups));
    }

    @Test
    @DisplayName("two convolutions in a row, which share scratch memory")
    void twoConvolutions() {
      Window window = new Window(1, 1, 1);
      check(
          two((x, w) -> x.conv2d(w, window, 1).relu().conv2d(w, window, 1)),
          Shape.of(2, 3, 5, 5),
          Shape.of(3, 3, 3, 3));
    }

    @Test
    @DisplayName("pooling with stride, overlap and padding")
    void pooling() {
      for (Window window : List.of(new Window(2, 0, 1), new Window(1, 0, 1), new Window(2, 1, 1))) {
        check(one(x -> x.maxPool2d(2, window)), Shape.of(2, 2, 5, 5));
        check(one(x -> x.averagePool2d(2, window)), Shape.of(2, 2, 5, 5));
        check(one(x -> x.maxPool2d(3, window)), Shape.of(1, 2, 5, 6));
        check(one(x -> x.averagePool2d(3, window)), Shape.of(1, 2, 5, 6));
      }
      check(one(x -> x.relu().maxPool2d(2, new Window(2, 0, 1))), Shape.of(2, 2, 6, 6));
    }

    @Test
    @DisplayName("rows of a table, each as often as it was picked")
    void tables() {
      check(one(table -> table.gatherRows(ids(2, 0, 2, 3))), Shape.of(5, 3));
      check(one(table -> table.gatherRows(ids(2, 0, 2, 3).reshape(2, 2))), Shape.of(5, 3));
    }
  }
}
