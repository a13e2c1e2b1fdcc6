package org.distill4j.onnx;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Tensor;

/** Sums, means and the like over axes. */
final class ReductionOperators {
  private ReductionOperators() {}

  static Map<String, GraphOperator> all() {
    return Map.ofEntries(
        Map.entry("ReduceSum", of(Tensor::sumKeep, Double::sum)),
        Map.entry("ReduceMax", of(Tensor::maxKeep, Math::max)),
        Map.entry("ReduceMin", of((x, axes) -> x.negate().maxKeep(axes).negate(), Math::min)),
        Map.entry("ReduceProd", of((x, axes) -> product(x), (a, b) -> a * b)),
        Map.entry("ReduceMean", of(Tensor::meanKeep)),
        Map.entry("ReduceL1", of((x, axes) -> x.abs().sumKeep(axes))),
        Map.entry("ReduceL2", of((x, axes) -> x.square().sumKeep(axes).sqrt())),
        Map.entry("ReduceSumSquare", of((x, axes) -> x.square().sumKeep(axes))),
        Map.entry("ReduceLogSum", of((x, axes) -> x.sumKeep(axes).log())),
        Map.entry("ReduceLogSumExp", of(ReductionOperators::logSumExp)),
        Map.entry("ArgMax", arg(x -> x)),
        Map.entry("ArgMin", arg(Tensor::negate)));
  }

  private static GraphOperator arg(UnaryOperator<Tensor> largest) {
    return GraphOperator.of(
        call -> argMax(call, largest),
        node ->
            node.flag("select_last_index", false)
                ? Optional.of("select_last_index = 1")
                : Optional.empty(),
        "axis",
        "keepdims",
        "select_last_index");
  }

  private static GraphOperator of(BiFunction<Tensor, int[], Tensor> kept) {
    return of(kept, (a, b) -> Double.NaN);
  }

  private static GraphOperator of(
      BiFunction<Tensor, int[], Tensor> kept, DoubleBinaryOperator host) {
    return GraphOperator.of(
        call -> reduced(call, kept, host), "axes", "keepdims", "noop_with_empty_axes");
  }

  private static GraphValue reduced(
      NodeCall call, BiFunction<Tensor, int[], Tensor> kept, DoubleBinaryOperator host) {
    GraphValue value = call.in(0);
    int rank = value.rank();
    Optional<int[]> given = call.ints(1, "axes").filter(axes -> axes.length > 0);
    if (given.isEmpty() && call.node().flag("noop_with_empty_axes", false)) {
      return value;
    }
    int[] axes =
        given
            .map(all -> IntStream.of(all).map(a -> HostShapes.axis(a, rank)).sorted().toArray())
            .orElseGet(() -> IntStream.range(0, rank).toArray());
    int[] dims = dims(value, call.node().flag("keepdims", true), axes);
    if (value instanceof HostValue known && axes.length == rank && known.size() > 0) {
      double all =
          IntStream.range(0, known.size()).mapToDouble(known::at).reduce(host).orElseThrow();
      if (!Double.isNaN(all)) {
        return HostValue.filled(known.type(), dims, all);
      }
    }
    Tensor floats = value.floats();
    Tensor result = rank == 0 ? floats : kept.apply(floats, axes);
    return GraphValue.of(result.reshape(dims), value.type());
  }

  private static int[] dims(GraphValue value, boolean keep, int... axes) {
    int[] dims = value.dims();
    for (int i = axes.length - 1; i >= 0; i--) {
      dims = keep ? HostShapes.with(dims, axes[i], 1) : HostShapes.without(dims, axes[i]);
    }
    return dims;
  }

  private static Tensor logSumExp(Tensor x, int... axes) {
    Tensor max = x.maxKeep(axes).stopGradient();
    return x.sub(max).exp().sumKeep(axes).log().add(max);
  }

  private static Tensor product(Tensor x) {
    throw new IllegalArgumentException(
        "A product of data, "
            + x
            + ", is asked for, expected one of lengths.\nMaybe use Log and Exp.");
  }

  private static GraphValue argMax(NodeCall call, UnaryOperator<Tensor> largest) {
    int[] dims = call.in(0).dims();
    int axis = HostShapes.axis(call.node().integer("axis", 0), dims.length);
    Tensor place = largest.apply(call.floats(0)).argmax(axis);
    boolean keep = call.node().flag("keepdims", true);
    return GraphValue.of(keep ? place.reshape(HostShapes.with(dims, axis, 1)) : place, DType.INT32);
  }
}
