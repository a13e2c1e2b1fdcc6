package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.distill4j.conformance.reference.FiniteDifferences.check;
import static org.distill4j.conformance.reference.FiniteDifferences.checkBetween;
import static org.distill4j.conformance.reference.FiniteDifferences.gradient;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Each gradient rule of the reference backend agrees with central differences")
class GradientRulesTest {
  private static Function<List<Tensor>, Tensor> one(UnaryOperator<Tensor> function) {
    return arguments -> function.apply(arguments.get(0));
  }

  private static Function<List<Tensor>, Tensor> two(BinaryOperator<Tensor> function) {
    return arguments -> function.apply(arguments.get(0), arguments.get(1));
  }

  private static Tensor ids(int... values) {
    return Tensor.of(HostTensor.ofInts(Shape.of(values.length), values));
  }

  @Nested
  @DisplayName("on single elements")
  class Single {
    @Test
    @DisplayName("where the function is smooth")
    void smooth() {
      check(one(Tensor::negate), Shape.of(2, 3));
      check(one(Tensor::exp), Shape.of(2, 3));
      check(one(Tensor::gelu), Shape.of(5, 7));
      check(one(Tensor::sigmoid), Shape.of(5, 7));
      check(one(Tensor::tanh), Shape.of(5, 7));
    }

    @Test
    @DisplayName("on positive numbers alone")
    void positive() {
      checkBetween(0.2, 3, one(Tensor::log), Shape.of(2, 3));
      checkBetween(0.2, 3, one(Tensor::sqrt), Shape.of(2, 3));
      checkBetween(0.2, 3, one(x -> x.pow(-1.5)), Shape.of(2, 3));
    }

    @Test
    @DisplayName("away from kinks")
    void kinks() {
      check(one(Tensor::abs), Shape.of(4, 3));
      check(one(Tensor::relu), Shape.of(4, 3));
      check(one(x -> x.pow(3)), Shape.of(4, 3));
    }

    @Test
    @DisplayName("and at kinks it is 0, as documented")
    void atKinks() {
      double[] zero = {0};
      assertThat(gradient(one(Tensor::relu), zero, Shape.of(1))).containsExactly(0);
      assertThat(gradient(one(Tensor::abs), zero, Shape.of(1))).containsExactly(0);
      assertThat(gradient(one(x -> x.pow(0)), zero, Shape.of(1))).containsExactly(0);
    }
  }

  @Nested
  @DisplayName("on pairs of elements")
  class Pairs {
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
      checkAll(Shape.of(2, 1, 3), Shape.of(4, 1));
      checkAll(Shape.scalar(), Shape.of(2, 2));
      checkAll(Shape.of(1, 1), Shape.scalar());
    }

    private void checkAll(Shape left, Shape right) {
      check(two(Tensor::add), left, right);
      check(two(Tensor::sub), left, right);
      check(two(Tensor::mul), left, right);
      check(two((a, b) -> a.div(b.exp())), left, right);
      check(two(Tensor::maximum), left, right);
      check(two(Tensor::minimum), left, right);
      check(two((a, b) -> a.less(b).where(a.mul(2), b)), left, right);
    }

    @Test
    @DisplayName("and at a tie both get half")
    void ties() {
      double[] tie = {1};
      Function<List<Tensor>, Tensor> larger = one(x -> x.mul(3).maximum(x.mul(2).add(1)));
      Function<List<Tensor>, Tensor> smaller = one(x -> x.mul(3).minimum(x.mul(2).add(1)));
      assertThat(gradient(larger, tie, Shape.of(1))[0]).isCloseTo(2.5, within(1e-15));
      assertThat(gradient(smaller, tie, Shape.of(1))[0]).isCloseTo(2.5, within(1e-15));
    }

    @Test
    @DisplayName("when one tensor is both operands")
    void same() {
      check(one(Tensor::square), Shape.of(2, 3));
      check(one(x -> x.sub(x.meanKeep(1)).div(x.square().sumKeep(0).add(1))), Shape.of(2, 3));
    }

    @Test
    @DisplayName("and what was not chosen gets an exact 0, though its own slope is infinite")
    void notChosen() {
      Function<List<Tensor>, Tensor> guarded =
          one(x -> x.greater(Tensor.of(0)).where(x, Tensor.of(0).mul(x.sum())));
      assertThat(gradient(guarded, new double[] {-1, 2}, Shape.of(2))[1])
          .isCloseTo(1, within(1e-15));
    }
  }

  @Nested
  @DisplayName("on moved elements")
  class Moved {
    @Test
    @DisplayName("reshape, transpose, broadcastTo, slice and concat")
    void moves() {
      check(one(x -> x.reshape(3, 4)), Shape.of(2, 6));
      check(one(x -> x.transpose(2, 0, 1)), Shape.of(2, 3, 4));
      check(one(Tensor::transpose), Shape.of(2, 3, 4));
      check(one(x -> x.broadcastTo(4, 2, 3)), Shape.of(2, 1));
      check(one(x -> x.slice(1, 1, 3)), Shape.of(2, 4, 3));
      check(
          two((a, b) -> Tensor.concat(1, List.of(a, b, a))), Shape.of(2, 1, 3), Shape.of(2, 2, 3));
    }

    @Test
    @DisplayName("and none flows through stopGradient or a cast")
    void stopped() {
      double[] at = {1.5};
      Function<List<Tensor>, Tensor> stopped = one(x -> x.add(x.stopGradient().mul(5)));
      Function<List<Tensor>, Tensor> cast = one(x -> x.add(x.toInt().toFloat().mul(5)));
      assertThat(gradient(stopped, at, Shape.of(1))[0]).isCloseTo(1, within(1e-15));
      assertThat(gradient(cast, at, Shape.of(1))[0]).isCloseTo(1, within(1e-15));
    }
  }

  @Nested
  @DisplayName("on groups of elements")
  class Groups {
    @Test
    @DisplayName("sums, means and maxima over one axis, several and all")
    void reductions() {
      for (int[] axes : new int[][] {{0}, {1}, {-1}, {0, 2}, {}}) {
        check(one(x -> x.sum(axes)), Shape.of(2, 3, 4));
        check(one(x -> x.meanKeep(axes)), Shape.of(2, 3, 4));
        check(one(x -> x.max(axes)), Shape.of(2, 3, 4));
        check(one(x -> x.varianceKeep(axes)), Shape.of(2, 3, 4));
      }
    }

    @Test
    @DisplayName("and tied maxima share equally")
    void ties() {
      assertThat(gradient(one(x -> x.max(0)), new double[] {3, 1, 3}, Shape.of(3)))
          .containsExactly(new double[] {0.5, 0, 0.5}, within(1e-15));
    }

    @Test
    @DisplayName("softmax, log-softmax and log-sum-exp over each axis")
    void softmaxes() {
      for (int axis = 0; axis < 3; axis++) {
        int along = axis;
        check(one(x -> x.softmax(along)), Shape.of(2, 3, 4));
        check(one(x -> x.logSoftmax(along)), Shape.of(2, 3, 4));
        check(one(x -> x.logSumExpKeep(along)), Shape.of(2, 3, 4));
      }
    }
  }

  @Nested
  @DisplayName("on matrices, images and tables")
  class Wide {
    @Test
    @DisplayName("products of matrices, alone, in batches and with broadcast batches")
    void products() {
      check(two(Tensor::matmul), Shape.of(2, 3), Shape.of(3, 4));
      check(two(Tensor::matmul), Shape.of(2, 2, 3), Shape.of(2, 3, 4));
      check(two(Tensor::matmul), Shape.of(2, 2, 3), Shape.of(3, 4));
      check(two(Tensor::matmul), Shape.of(2, 3), Shape.of(2, 1, 3, 2));
      check(two(Tensor::matmul), Shape.of(2, 1, 2, 3), Shape.of(3, 3, 2));
    }

    @Test
    @DisplayName("convolutions with stride, padding, dilation and groups")
    void convolutions() {
      check(conv(Window.DEFAULT, 1), Shape.of(2, 2, 5, 4), Shape.of(3, 2, 3, 2));
      check(conv(new Window(2, 1, 1), 1), Shape.of(2, 2, 5, 4), Shape.of(3, 2, 3, 3));
      check(conv(new Window(1, 2, 2), 1), Shape.of(1, 2, 5, 5), Shape.of(2, 2, 3, 3));
      check(conv(new Window(2, 1, 1), 2), Shape.of(1, 4, 5, 5), Shape.of(6, 2, 3, 3));
      check(conv(new Window(1, 1, 1), 3), Shape.of(2, 3, 4, 4), Shape.of(3, 1, 3, 3));
    }

    private Function<List<Tensor>, Tensor> conv(Window window, int groups) {
      return two((x, w) -> x.conv2d(w, window, groups));
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
    }

    @Test
    @DisplayName("the first of tied elements of a pool takes the gradient")
    void poolTies() {
      Function<List<Tensor>, Tensor> pool = one(x -> x.maxPool2d(2, new Window(2, 0, 1)));
      assertThat(gradient(pool, new double[] {1, 5, 5, 5}, Shape.of(1, 1, 2, 2)))
          .containsExactly(new double[] {0, 1, 0, 0}, within(1e-15));
    }

    @Test
    @DisplayName("rows of a table, each as often as it was picked")
    void tables() {
      check(one(table -> table.gatherRows(ids(2, 0, 2, 3))), Shape.of(5, 3));
    }
  }
}
