package org.distill4j.onnx;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.distill4j.tensor.Tensor;

/** Matrix products and operators built on them. */
final class MatrixOperators {
  private MatrixOperators() {}

  static Map<String, GraphOperator> all() {
    return Map.of(
        "MatMul",
            GraphOperator.of(call -> new GraphTensor(product(call.floats(0), call.floats(1)))),
        "Gemm", GraphOperator.of(MatrixOperators::gemm, "alpha", "beta", "transA", "transB"),
        "CumSum",
            GraphOperator.of(
                MatrixOperators::cumulative,
                node ->
                    node.flag("exclusive", false) || node.flag("reverse", false)
                        ? Optional.of("exclusive or reverse")
                        : Optional.empty(),
                "exclusive",
                "reverse"),
        "Trilu", GraphOperator.of(MatrixOperators::triangle, "upper"),
        "Einsum", Einsum.operator(),
        "Softmax", softmax(x -> x.softmax(-1)),
        "LogSoftmax", softmax(x -> x.logSoftmax(-1)));
  }

  /** A product in which a vector is a row on the left and a column on the right. */
  private static Tensor product(Tensor left, Tensor right) {
    boolean row = left.shape().rank() == 1;
    boolean column = right.shape().rank() == 1;
    Tensor one = row ? left.expandDims(0) : left;
    Tensor other = column ? right.expandDims(1) : right;
    Tensor product = one.matmul(other);
    int[] dims = product.shape().dims();
    dims = column ? HostShapes.without(dims, dims.length - 1) : dims;
    dims = row ? HostShapes.without(dims, dims.length - (column ? 1 : 2)) : dims;
    return product.reshape(dims);
  }

  private static GraphValue gemm(NodeCall call) {
    NodeText node = call.node();
    Tensor left = node.flag("transA", false) ? call.floats(0).transpose() : call.floats(0);
    Tensor right = node.flag("transB", false) ? call.floats(1).transpose() : call.floats(1);
    Tensor product = scaled(left.matmul(right), node.number("alpha", 1));
    return new GraphTensor(
        call.optional(2)
            .map(bias -> product.add(scaled(bias.floats(), node.number("beta", 1))))
            .orElse(product));
  }

  private static Tensor scaled(Tensor x, double factor) {
    return factor == 1 ? x : x.mul(factor);
  }

  /** Returns cumulative sums along an axis: a product with a triangle of ones. */
  private static GraphValue cumulative(NodeCall call) {
    GraphValue value = call.in(0);
    int rank = value.rank();
    int axis = HostShapes.axis(call.host(1).toInts()[0], rank);
    int length = value.dims()[axis];
    Tensor upTo = counts(length).reshape(length, 1).lessOrEqual(counts(length)).toFloat();
    int[] swapped = IntStream.range(0, rank).toArray();
    swapped[axis] = rank - 1;
    swapped[rank - 1] = axis;
    boolean last = axis == rank - 1;
    Tensor x = last ? value.floats() : value.floats().transpose(swapped);
    Tensor sums = product(x, upTo);
    return GraphValue.of(last ? sums : sums.transpose(swapped), value.type());
  }

  private static Tensor counts(int length) {
    return HostTensors.counts(length).toFloat();
  }

  private static GraphValue triangle(NodeCall call) {
    GraphValue value = call.in(0);
    int[] dims = value.dims();
    int rows = dims[dims.length - 2];
    Tensor columns = counts(dims[dims.length - 1]);
    double shift = call.number(1, "k", 0);
    Tensor diagonal = counts(rows).add(shift).reshape(rows, 1);
    Tensor kept =
        call.node().flag("upper", true)
            ? diagonal.lessOrEqual(columns)
            : columns.lessOrEqual(diagonal);
    return GraphValue.of(kept.where(value.floats(), Tensor.of(0)), value.type());
  }

  /** Before opset 13 all axes from the named one on are one. */
  private static GraphOperator softmax(UnaryOperator<Tensor> last) {
    return GraphOperator.of(
        call -> {
          Tensor x = call.floats(0);
          boolean old = call.node().opset() < 13;
          int rank = x.shape().rank();
          int axis = HostShapes.axis(call.node().integer("axis", old ? 1 : -1), rank);
          if (axis == rank - 1) {
            return new GraphTensor(last.apply(x));
          }
          return new GraphTensor(old ? joined(x, axis, last) : moved(x, axis, last));
        },
        "axis");
  }

  private static Tensor joined(Tensor x, int axis, UnaryOperator<Tensor> last) {
    int[] dims = x.shape().dims();
    int rows = HostShapes.size(Arrays.copyOf(dims, axis));
    return last.apply(x.reshape(rows, -1)).reshape(dims);
  }

  private static Tensor moved(Tensor x, int axis, UnaryOperator<Tensor> last) {
    int[] swapped = IntStream.range(0, x.shape().rank()).toArray();
    swapped[axis] = swapped.length - 1;
    swapped[swapped.length - 1] = axis;
    return last.apply(x.transpose(swapped)).transpose(swapped);
  }
}
