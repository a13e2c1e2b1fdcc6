package org.distill4j.tensorflow;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Arithmetic on numbers alone, which the host does before a run, in double precision. */
final class TfArithmetic {
  private TfArithmetic() {}

  /** Whether a tensor is a single number that follows from a program's numbers alone. */
  static boolean isNumber(Tensor tensor) {
    Op op = tensor.op();
    return op instanceof Op.Scalar
        || op instanceof Op.Literal
        || (op instanceof Op.Binary && tensor.inputs().stream().allMatch(TfArithmetic::isNumber));
  }

  /** How a result follows from the numbers of a run, if both operands do. */
  static Optional<ToDoubleFunction<double[]>> binary(
      Op.BinaryKind kind, TfValue left, TfValue right) {
    DoubleBinaryOperator operator = operator(kind);
    return left.number()
        .flatMap(
            a ->
                right
                    .number()
                    .map(
                        b ->
                            given ->
                                operator.applyAsDouble(
                                    a.applyAsDouble(given), b.applyAsDouble(given))));
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
}
