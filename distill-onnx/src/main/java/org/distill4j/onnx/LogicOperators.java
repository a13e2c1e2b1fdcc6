package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Tensor;

/** Comparisons, choices and casts. */
final class LogicOperators {
  private LogicOperators() {}

  static Map<String, GraphOperator> all() {
    return Map.ofEntries(
        Map.entry("Equal", compare((a, b) -> a == b ? 1 : 0, Tensor::equalTo)),
        Map.entry("Less", compare((a, b) -> a < b ? 1 : 0, Tensor::less)),
        Map.entry("LessOrEqual", compare((a, b) -> a <= b ? 1 : 0, Tensor::lessOrEqual)),
        Map.entry("Greater", compare((a, b) -> a > b ? 1 : 0, Tensor::greater)),
        Map.entry("GreaterOrEqual", compare((a, b) -> a >= b ? 1 : 0, Tensor::greaterOrEqual)),
        Map.entry("And", compare((a, b) -> a * b, (a, b) -> truth(a.mul(b)))),
        Map.entry("Or", compare(Math::max, (a, b) -> truth(a.maximum(b)))),
        Map.entry("Xor", compare((a, b) -> a == b ? 0 : 1, (a, b) -> truth(a.sub(b).abs()))),
        Map.entry("Not", truth(x -> x == 0 ? 1 : 0, x -> x.less(Tensor.of(0.5)))),
        Map.entry("IsNaN", truth(x -> Double.isNaN(x) ? 1 : 0, x -> not(x.equalTo(x)))),
        Map.entry("Where", GraphOperator.of(LogicOperators::where)),
        Map.entry(
            "Cast",
            GraphOperator.of(LogicOperators::cast, LogicOperators::target, "to", "saturate")));
  }

  private static Tensor truth(Tensor floats) {
    return floats.greater(Tensor.of(0.5));
  }

  private static Tensor not(Tensor condition) {
    return condition.toFloat().less(Tensor.of(0.5));
  }

  private static GraphOperator compare(DoubleBinaryOperator host, BinaryOperator<Tensor> tensor) {
    return GraphOperator.of(
        call ->
            HostMath.binary(DType.BOOL, call.in(0), call.in(1), host)
                .orElseGet(() -> new GraphTensor(tensor.apply(call.floats(0), call.floats(1)))));
  }

  private static GraphOperator truth(DoubleUnaryOperator host, UnaryOperator<Tensor> tensor) {
    return GraphOperator.of(
        call ->
            call.in(0) instanceof HostValue value
                ? HostMath.unary(DType.BOOL, value, host)
                : new GraphTensor(tensor.apply(call.floats(0))));
  }

  private static GraphValue where(NodeCall call) {
    DType type = call.in(1).type();
    if (call.in(0) instanceof HostValue condition && condition.isUniform()) {
      GraphValue chosen = call.in(condition.at(0) == 0 ? 2 : 1);
      int[] dims = HostShapes.broadcast(call.in(1).dims(), call.in(2).dims());
      return MoveOperators.expanded(chosen, HostShapes.broadcast(condition.dims(), dims));
    }
    return hostWhere(call, type)
        .orElseGet(
            () -> {
              Tensor condition = GraphValue.of(call.in(0).tensor(), DType.BOOL).tensor();
              return GraphValue.of(condition.where(call.floats(1), call.floats(2)), type);
            });
  }

  private static Optional<GraphValue> hostWhere(NodeCall call, DType type) {
    if (!call.isHost()) {
      return Optional.empty();
    }
    HostValue condition = call.host(0);
    HostValue yes = call.host(1);
    HostValue no = call.host(2);
    int[] dims =
        HostShapes.broadcast(condition.dims(), HostShapes.broadcast(yes.dims(), no.dims()));
    int size = HostShapes.size(dims);
    if (size > Math.max(condition.size(), Math.max(yes.size(), no.size()))) {
      return Optional.empty();
    }
    double[] results = new double[HostShapes.computed(dims)];
    for (int i = 0; i < size; i++) {
      int[] places = HostShapes.places(i, dims);
      HostValue from = condition.at(HostShapes.element(places, condition.dims())) == 0 ? no : yes;
      results[i] = from.at(HostShapes.element(places, from.dims()));
    }
    return Optional.of(HostValue.of(type, dims, results));
  }

  private static GraphValue cast(NodeCall call) {
    DType to = OnnxElements.recorded(type(call.node())).orElseThrow();
    GraphValue value = call.in(0);
    if (value.type() == to) {
      return value;
    }
    if (value instanceof HostValue host) {
      return HostMath.unary(to, host, x -> x);
    }
    Tensor floats = value.floats();
    return GraphValue.of(to == DType.BOOL ? Tensor.of(0).less(floats.abs()) : floats, to);
  }

  private static Optional<String> target(NodeText node) {
    return OnnxElements.recorded(type(node)).isPresent()
        ? Optional.empty()
        : Optional.of("to = " + type(node));
  }

  private static DataType type(NodeText node) {
    DataType type = DataType.forNumber(node.integer("to", 0));
    return type == null ? DataType.UNDEFINED : type;
  }
}
