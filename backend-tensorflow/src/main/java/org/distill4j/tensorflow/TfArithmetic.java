package org.distill4j.tensorflow;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Arithmetic on numbers alone, which the host does before a run, in double precision. */
final class TfArithmetic {
  private final TfInputs inputs;

  TfArithmetic(TfInputs inputs) {
    this.inputs = inputs;
  }

  /** Whether a tensor is a single number that follows from a program's numbers alone. */
  static boolean isNumber(Tensor tensor) {
    Op op = tensor.op();
    boolean computed =
        op instanceof Op.Binary
            || op instanceof Op.Power
            || (op instanceof Op.Unary unary && operator(unary.kind()).isPresent());
    return op instanceof Op.Scalar
        || op instanceof Op.Literal
        || (computed && tensor.inputs().stream().allMatch(TfArithmetic::isNumber));
  }

  Optional<TfValue> binary(Op.BinaryKind kind, TfValue left, TfValue right) {
    return left.number()
        .flatMap(a -> right.number().map(b -> inputs.number(joined(operator(kind), a, b))));
  }

  Optional<TfValue> unary(Op.UnaryKind kind, TfValue input) {
    return input.number().flatMap(x -> operator(kind).map(f -> inputs.number(applied(f, x))));
  }

  Optional<TfValue> power(double exponent, TfValue input) {
    return input.number().map(x -> inputs.number(applied(v -> Math.pow(v, exponent), x)));
  }

  static ToDoubleFunction<double[]> joined(
      DoubleBinaryOperator operator, ToDoubleFunction<double[]> a, ToDoubleFunction<double[]> b) {
    return given -> operator.applyAsDouble(a.applyAsDouble(given), b.applyAsDouble(given));
  }

  private static ToDoubleFunction<double[]> applied(
      DoubleUnaryOperator operator, ToDoubleFunction<double[]> x) {
    return given -> operator.applyAsDouble(x.applyAsDouble(given));
  }

  private static DoubleBinaryOperator operator(Op.BinaryKind kind) {
    return switch (kind) {
      case ADD -> Double::sum;
      case SUB -> (a, b) -> a - b;
      case MUL -> (a, b) -> a * b;
      case DIV -> (a, b) -> a / b;
      case MAXIMUM -> Math::max;
      case MINIMUM -> Math::min;
    };
  }

  private static Optional<DoubleUnaryOperator> operator(Op.UnaryKind kind) {
    return switch (kind) {
      case NEGATE -> Optional.of(x -> -x);
      case EXP -> Optional.of(Math::exp);
      case LOG -> Optional.of(Math::log);
      case SQRT -> Optional.of(Math::sqrt);
      case ABS -> Optional.of(Math::abs);
      case RELU -> Optional.of(x -> Math.max(x, 0));
      case SIGMOID -> Optional.of(x -> 1 / (1 + Math.exp(-x)));
      case TANH -> Optional.of(Math::tanh);
      case GELU, ERF -> Optional.empty();
    };
  }
}
