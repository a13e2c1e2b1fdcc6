package org.distill4j.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.tensor.DType;

/** Operators that make numbers from lengths, or from nothing. */
final class ShapeOperators {
  private ShapeOperators() {}

  static Map<String, GraphOperator> all() {
    return Map.of(
        "Shape", GraphOperator.of(ShapeOperators::shape, "start", "end"),
        "Size", GraphOperator.of(call -> scalar(HostShapes.size(call.in(0).dims()))),
        "Range", GraphOperator.of(ShapeOperators::range),
        "ConstantOfShape", GraphOperator.of(ShapeOperators::filled, "value"),
        "Constant",
            GraphOperator.of(
                call -> constant(call.node()).orElseThrow(),
                ShapeOperators::refused,
                "value",
                "value_int",
                "value_ints",
                "value_float",
                "value_floats"));
  }

  private static HostValue scalar(int value) {
    return HostValue.filled(DType.INT32, new int[0], value);
  }

  private static GraphValue shape(NodeCall call) {
    int[] dims = call.in(0).dims();
    int from = bounded(call.node().integer("start", 0), dims.length);
    int to = bounded(call.node().integer("end", dims.length), dims.length);
    return HostValue.integers(Arrays.copyOfRange(dims, from, Math.max(from, to)));
  }

  private static int bounded(int place, int rank) {
    return Math.max(0, Math.min(rank, place < 0 ? place + rank : place));
  }

  private static GraphValue range(NodeCall call) {
    HostValue first = call.host(0);
    double step = call.host(2).at(0);
    double count = Math.ceil((call.host(1).at(0) - first.at(0)) / step);
    double[] values = new double[HostShapes.computed((int) Math.max(0, count))];
    Arrays.setAll(values, i -> HostMath.stored(first.type(), first.at(0) + i * step));
    return HostValue.of(first.type(), new int[] {values.length}, values);
  }

  private static GraphValue filled(NodeCall call) {
    HostValue value =
        call.node()
            .tensor("value")
            .map(OnnxElements::host)
            .orElseGet(() -> HostValue.filled(DType.FLOAT32, new int[0], 0));
    return HostValue.filled(value.type(), call.host(0).toInts(), value.at(0));
  }

  private static Optional<String> refused(NodeText node) {
    Optional<String> type =
        node.tensor("value")
            .filter(tensor -> OnnxElements.recorded(OnnxElements.type(tensor)).isEmpty())
            .map(tensor -> "type " + OnnxElements.type(tensor));
    boolean known =
        Stream.of("value", "value_int", "value_ints", "value_float", "value_floats")
            .anyMatch(name -> node.attribute(name).isPresent());
    return known ? type : Optional.of("a value that is no number");
  }

  private static Optional<GraphValue> constant(NodeText node) {
    return node.tensor("value")
        .<GraphValue>map(OnnxElements::host)
        .or(
            () ->
                node.attribute("value_int")
                    .map(a -> HostValue.filled(DType.INT32, new int[0], (double) a.getI())))
        .or(
            () ->
                node.attribute("value_float")
                    .map(a -> HostValue.filled(DType.FLOAT32, new int[0], a.getF())))
        .or(
            () ->
                node.attribute("value_ints")
                    .map(a -> HostValue.integers(node.ints("value_ints", 0))))
        .or(() -> node.attribute("value_floats").map(a -> floats(a.getFloatsList())));
  }

  private static HostValue floats(List<Float> values) {
    double[] all = values.stream().mapToDouble(Float::doubleValue).toArray();
    return HostValue.of(DType.FLOAT32, new int[] {all.length}, all);
  }
}
