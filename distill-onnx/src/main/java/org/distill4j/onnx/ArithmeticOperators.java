package org.distill4j.onnx;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Tensor;

/** Operators on two or more numbers. */
final class ArithmeticOperators {
  private ArithmeticOperators() {}

  static Map<String, GraphOperator> all() {
    return Map.ofEntries(
        Map.entry("Add", of(Double::sum, Tensor::add)),
        Map.entry("Sub", of((a, b) -> a - b, Tensor::sub)),
        Map.entry("Mul", of((a, b) -> a * b, Tensor::mul)),
        Map.entry("Div", of((a, b) -> a / b, Tensor::div)),
        Map.entry("Max", of(Math::max, Tensor::maximum)),
        Map.entry("Min", of(Math::min, Tensor::minimum)),
        Map.entry("Sum", of(Double::sum, Tensor::add)),
        Map.entry("Mean", GraphOperator.of(ArithmeticOperators::mean)),
        Map.entry("Mod", GraphOperator.of(ArithmeticOperators::mod)),
        Map.entry("Pow", GraphOperator.of(ArithmeticOperators::pow)),
        Map.entry("Clip", GraphOperator.of(ArithmeticOperators::clip, "min", "max")));
  }

  private static GraphOperator of(DoubleBinaryOperator host, BinaryOperator<Tensor> tensor) {
    return GraphOperator.of(
        call -> {
          List<GraphValue> all = call.all();
          GraphValue result = all.get(0);
          for (GraphValue next : all.subList(1, all.size())) {
            result = apply(result, next, host, tensor);
          }
          return result;
        });
  }

  private static GraphValue apply(
      GraphValue left, GraphValue right, DoubleBinaryOperator host, BinaryOperator<Tensor> tensor) {
    DType type = left.type();
    return HostMath.binary(type, left, right, host)
        .orElseGet(() -> GraphValue.of(tensor.apply(left.floats(), right.floats()), type));
  }

  private static GraphValue mean(NodeCall call) {
    Tensor sum = call.floats(0);
    for (GraphValue next : call.all().subList(1, call.all().size())) {
      sum = sum.add(next.floats());
    }
    return new GraphTensor(sum.div(call.all().size()));
  }

  /** The remainder of whole numbers has the divisor's sign. */
  private static GraphValue mod(NodeCall call) {
    return HostMath.binary(
            call.in(0).type(), call.in(0), call.in(1), (a, b) -> a - b * Math.floor(a / b))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The remainder of data is asked for, expected that of lengths.\n"
                        + "Maybe compute it before the model."));
  }

  private static GraphValue pow(NodeCall call) {
    GraphValue base = call.in(0);
    return HostMath.binary(base.type(), base, call.in(1), Math::pow)
        .orElseGet(() -> GraphValue.of(power(base.floats(), call.host(1)), base.type()));
  }

  private static Tensor power(Tensor base, HostValue exponent) {
    if (!exponent.isUniform()) {
      throw new IllegalArgumentException(
          "The exponents are " + exponent + ", expected one number.\nMaybe use Exp and Log.");
    }
    double number = exponent.at(0);
    if (number == 2) {
      return base.square();
    }
    return number == 0.5 ? base.sqrt() : base.pow(number);
  }

  private static GraphValue clip(NodeCall call) {
    GraphValue value = call.in(0);
    double low = call.number(1, "min", Double.NEGATIVE_INFINITY);
    double high = call.number(2, "max", Double.POSITIVE_INFINITY);
    if (value instanceof HostValue host) {
      return HostMath.unary(value.type(), host, x -> Math.min(high, Math.max(low, x)));
    }
    return GraphValue.of(clipped(value.floats(), low, high), value.type());
  }

  static Tensor clipped(Tensor value, double low, double high) {
    Tensor raised = Double.isInfinite(low) ? value : value.maximum(Tensor.of(low));
    return Double.isInfinite(high) ? raised : raised.minimum(Tensor.of(high));
  }
}
