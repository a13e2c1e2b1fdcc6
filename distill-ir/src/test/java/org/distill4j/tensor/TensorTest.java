package org.distill4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A tensor")
class TensorTest {
  private static Tensor floats(int... dims) {
    return Tensor.leaf(new Op.Feed(0), TensorSpec.floats(dims));
  }

  private static Tensor ints(int... dims) {
    return Tensor.leaf(new Op.Feed(0), TensorSpec.ints(dims));
  }

  private static void recorded(Tensor tensor, Op op, TensorSpec spec) {
    assertThat(tensor.op()).isEqualTo(op);
    assertThat(new TensorSpec(tensor.type(), tensor.shape())).isEqualTo(spec);
  }

  @Test
  @DisplayName("records what it was made of")
  void node() {
    Tensor left = floats(2, 3);
    Tensor right = floats(3);
    Tensor sum = left.add(right);
    recorded(sum, new Op.Binary(Op.BinaryKind.ADD), TensorSpec.floats(2, 3));
    assertThat(sum.inputs()).containsExactly(left, right);
    assertThat(sum).hasToString("Binary[kind=ADD] → FLOAT32(2, 3)");
  }

  @Test
  @DisplayName("takes constants")
  void constants() {
    HostTensor value = HostTensor.ofInts(Shape.of(2), 1, 2);
    recorded(Tensor.of(2.5), new Op.Literal(2.5), TensorSpec.floats());
    recorded(Tensor.of(value), new Op.Constant(value), TensorSpec.ints(2));
  }

  @Nested
  @DisplayName("does arithmetic")
  class Arithmetic {
    @Test
    @DisplayName("with tensors and with numbers, broadcasting")
    void binary() {
      Tensor x = floats(4, 1);
      Tensor y = floats(5);
      for (Tensor result :
          List.of(x.add(y), x.sub(y), x.mul(y), x.div(y), x.maximum(y), x.minimum(y))) {
        assertThat(result.shape()).isEqualTo(Shape.of(4, 5));
      }
      for (Tensor result : List.of(x.add(1), x.sub(1), x.mul(2), x.div(2), x.square())) {
        assertThat(result.shape()).isEqualTo(Shape.of(4, 1));
      }
      assertThat(List.of(x.sub(1).op(), x.div(1).op(), x.maximum(y).op(), x.minimum(y).op()))
          .containsExactly(
              new Op.Binary(Op.BinaryKind.SUB),
              new Op.Binary(Op.BinaryKind.DIV),
              new Op.Binary(Op.BinaryKind.MAXIMUM),
              new Op.Binary(Op.BinaryKind.MINIMUM));
    }

    @Test
    @DisplayName("element by element")
    void unary() {
      Tensor x = floats(2);
      Map<Op.UnaryKind, Tensor> results = new EnumMap<>(Op.UnaryKind.class);
      results.put(Op.UnaryKind.NEGATE, x.negate());
      results.put(Op.UnaryKind.EXP, x.exp());
      results.put(Op.UnaryKind.LOG, x.log());
      results.put(Op.UnaryKind.SQRT, x.sqrt());
      results.put(Op.UnaryKind.ABS, x.abs());
      results.put(Op.UnaryKind.RELU, x.relu());
      results.put(Op.UnaryKind.GELU, x.gelu());
      results.put(Op.UnaryKind.SIGMOID, x.sigmoid());
      results.put(Op.UnaryKind.TANH, x.tanh());
      results.put(Op.UnaryKind.ERF, x.erf());
      assertThat(results).containsOnlyKeys(Op.UnaryKind.values());
      results.forEach((kind, result) -> recorded(result, new Op.Unary(kind), TensorSpec.floats(2)));
      recorded(x.pow(-0.5), new Op.Power(-0.5), TensorSpec.floats(2));
    }
  }

  @Nested
  @DisplayName("compares and chooses")
  class Choices {
    private final Tensor x = floats(3, 1);
    private final Tensor y = floats(4);

    @Test
    @DisplayName("with truth values as the result")
    void compare() {
      TensorSpec truth = new TensorSpec(DType.BOOL, Shape.of(3, 4));
      recorded(x.equalTo(y), new Op.Compare(Op.CompareKind.EQUAL), truth);
      recorded(x.less(y), new Op.Compare(Op.CompareKind.LESS), truth);
      recorded(x.lessOrEqual(y), new Op.Compare(Op.CompareKind.LESS_OR_EQUAL), truth);
      assertThat(x.greater(y).inputs()).containsExactly(y, x);
      assertThat(x.greaterOrEqual(y).inputs()).containsExactly(y, x);
      recorded(
          ints(3).less(ints(3)),
          new Op.Compare(Op.CompareKind.LESS),
          new TensorSpec(DType.BOOL, Shape.of(3)));
    }

    @Test
    @DisplayName("with the common shape of all three")
    void where() {
      recorded(
          x.less(y).where(floats(5, 1, 1), Tensor.of(0)),
          new Op.Where(),
          TensorSpec.floats(5, 3, 4));
    }

    @Test
    @DisplayName("and converts, unless there is nothing to do")
    void casts() {
      assertThat(x.toFloat()).isSameAs(x);
      recorded(x.less(y).toFloat(), new Op.Cast(), TensorSpec.floats(3, 4));
      recorded(x.toInt(), new Op.Cast(), TensorSpec.ints(3, 1));
      Tensor ids = ints(2);
      assertThat(ids.toInt()).isSameAs(ids);
      recorded(ids.toFloat(), new Op.Cast(), TensorSpec.floats(2));
      recorded(x.stopGradient(), new Op.StopGradient(), TensorSpec.floats(3, 1));
    }
  }

  @Nested
  @DisplayName("reduces")
  class Reductions {
    private final Tensor x = floats(2, 3, 4);

    @Test
    @DisplayName("along some axes, in ascending order")
    void axes() {
      recorded(
          x.sumKeep(-1, 0),
          new Op.Reduce(Op.ReduceKind.SUM, List.of(0, 2)),
          TensorSpec.floats(1, 3, 1));
      recorded(
          x.meanKeep(1), new Op.Reduce(Op.ReduceKind.MEAN, List.of(1)), TensorSpec.floats(2, 1, 4));
      recorded(
          x.maxKeep(1), new Op.Reduce(Op.ReduceKind.MAX, List.of(1)), TensorSpec.floats(2, 1, 4));
    }

    @Test
    @DisplayName("along all axes if none is named")
    void all() {
      assertThat(x.sum().shape()).isEqualTo(Shape.scalar());
      assertThat(x.mean().shape()).isEqualTo(Shape.scalar());
      assertThat(x.maxKeep().shape()).isEqualTo(Shape.of(1, 1, 1));
    }

    @Test
    @DisplayName("and removes the axes")
    void removes() {
      assertThat(x.sum(1).shape()).isEqualTo(Shape.of(2, 4));
      assertThat(x.mean(0, 2).shape()).isEqualTo(Shape.of(3));
      assertThat(x.max(-1).shape()).isEqualTo(Shape.of(2, 3));
      recorded(x.argmax(-1), new Op.ArgMax(2), TensorSpec.ints(2, 3));
    }

    @Test
    @DisplayName("a scalar to itself")
    void scalar() {
      Tensor one = Tensor.of(1);
      assertThat(one.sum()).isSameAs(one);
    }

    @Test
    @DisplayName("to variances and normalisers that keep their axes")
    void composed() {
      assertThat(x.varianceKeep(0).shape()).isEqualTo(Shape.of(1, 3, 4));
      assertThat(x.logSumExpKeep(-1).shape()).isEqualTo(Shape.of(2, 3, 1));
      recorded(x.softmax(-1), new Op.Softmax(2), TensorSpec.floats(2, 3, 4));
      recorded(x.logSoftmax(1), new Op.LogSoftmax(1), TensorSpec.floats(2, 3, 4));
    }
  }

  @Nested
  @DisplayName("moves values")
  class Moves {
    private final Tensor x = floats(2, 3, 4);

    @Test
    @DisplayName("to other axes")
    void reshape() {
      recorded(x.reshape(4, -1), new Op.Reshape(), TensorSpec.floats(4, 6));
      assertThat(x.reshape(2, 3, 4)).isSameAs(x);
      assertThat(x.flatten().shape()).isEqualTo(Shape.of(2, 12));
      assertThat(x.expandDims(-1).shape()).isEqualTo(Shape.of(2, 3, 4, 1));
      assertThat(x.expandDims(1).shape()).isEqualTo(Shape.of(2, 1, 3, 4));
      recorded(x.transpose(), new Op.Transpose(List.of(0, 2, 1)), TensorSpec.floats(2, 4, 3));
      recorded(
          x.transpose(-1, 0, 1), new Op.Transpose(List.of(2, 0, 1)), TensorSpec.floats(4, 2, 3));
    }

    @Test
    @DisplayName("by repeating, cutting and joining")
    void parts() {
      recorded(x.broadcastTo(5, 2, 3, 4), new Op.BroadcastTo(), TensorSpec.floats(5, 2, 3, 4));
      assertThat(x.broadcastTo(2, 3, 4)).isSameAs(x);
      recorded(x.slice(-1, 1, 3), new Op.Slice(2, 1, 3), TensorSpec.floats(2, 3, 2));
      assertThat(x.slice(1, 0, 3)).isSameAs(x);
      recorded(
          Tensor.concat(1, List.of(x, floats(2, 5, 4))),
          new Op.Concat(1),
          TensorSpec.floats(2, 8, 4));
    }

    @Test
    @DisplayName("by ids")
    void ids() {
      recorded(ints(2, 5).oneHot(3), new Op.OneHot(3), TensorSpec.floats(2, 5, 3));
      recorded(
          floats(9, 4).gatherRows(ints(2, 5)), new Op.GatherRows(), TensorSpec.floats(2, 5, 4));
    }
  }

  @Nested
  @DisplayName("multiplies, convolves and pools")
  class Products {
    @Test
    @DisplayName("matrices, broadcasting the axes before them")
    void matmul() {
      recorded(
          floats(2, 3).matmul(floats(3, 4)),
          new Op.MatMul(Op.Form.AS_IS, Op.Form.AS_IS),
          TensorSpec.floats(2, 4));
      assertThat(floats(5, 1, 2, 3).matmul(floats(6, 3, 4)).shape())
          .isEqualTo(Shape.of(5, 6, 2, 4));
    }

    @Test
    @DisplayName("images")
    void images() {
      Tensor image = floats(2, 4, 9, 11);
      Window window = new Window(2, 1, 1);
      recorded(
          image.conv2d(floats(6, 2, 3, 3), window, 2),
          new Op.Conv2d(window, 2),
          TensorSpec.floats(2, 6, 5, 6));
      recorded(
          image.maxPool2d(3, window),
          new Op.Pool2d(Op.PoolKind.MAX, 3, window),
          TensorSpec.floats(2, 4, 5, 6));
      recorded(
          image.averagePool2d(2, Window.DEFAULT),
          new Op.Pool2d(Op.PoolKind.AVERAGE, 2, Window.DEFAULT),
          TensorSpec.floats(2, 4, 8, 10));
    }
  }
}
