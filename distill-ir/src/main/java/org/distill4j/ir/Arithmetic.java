package org.distill4j.ir;

import java.util.Optional;
import java.util.OptionalDouble;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Arithmetic on fixed numbers while a program is rewritten. */
final class Arithmetic {
  private Arithmetic() {}

  /**
   * Returns a simpler form of an operation on two tensors, of a shape that may be smaller than its
   * own.
   */
  static Optional<Tensor> binary(Op.BinaryKind kind, Tensor left, Tensor right) {
    OptionalDouble a = number(left);
    OptionalDouble b = number(right);
    if (isLiteral(left) && isLiteral(right)) {
      return Optional.of(Tensor.of(value(kind, a.getAsDouble(), b.getAsDouble())));
    } else if (isNeutral(kind, b)) {
      return Optional.of(left);
    }
    boolean commutes = kind == Op.BinaryKind.ADD || kind == Op.BinaryKind.MUL;
    return commutes && isNeutral(kind, a) ? Optional.of(right) : Optional.empty();
  }

  /** Returns a simpler form of an operation on one tensor. */
  static Optional<Tensor> unary(Op.UnaryKind kind, Tensor input) {
    if (kind != Op.UnaryKind.NEGATE) {
      return Optional.empty();
    } else if (isLiteral(input)) {
      return Optional.of(Tensor.of(-number(input).getAsDouble()));
    }
    boolean twice = input.op() instanceof Op.Unary before && before.kind() == Op.UnaryKind.NEGATE;
    return twice ? Optional.of(input.inputs().get(0)) : Optional.empty();
  }

  private static boolean isLiteral(Tensor tensor) {
    return tensor.op() instanceof Op.Literal;
  }

  /** Returns the number that all elements of a tensor equal, if it is fixed. */
  private static OptionalDouble number(Tensor tensor) {
    if (tensor.op() instanceof Op.Literal literal) {
      return OptionalDouble.of(literal.value());
    }
    boolean repeats = tensor.op() instanceof Op.BroadcastTo || tensor.op() instanceof Op.Reshape;
    return repeats ? number(tensor.inputs().get(0)) : OptionalDouble.empty();
  }

  private static boolean isNeutral(Op.BinaryKind kind, OptionalDouble number) {
    double neutral =
        switch (kind) {
          case ADD, SUB -> 0;
          case MUL, DIV -> 1;
          case MAXIMUM, MINIMUM -> Double.NaN;
        };
    return number.isPresent() && number.getAsDouble() == neutral;
  }

  private static double value(Op.BinaryKind kind, double left, double right) {
    return switch (kind) {
      case ADD -> left + right;
      case SUB -> left - right;
      case MUL -> left * right;
      case DIV -> left / right;
      case MAXIMUM -> Math.max(left, right);
      case MINIMUM -> Math.min(left, right);
    };
  }
}
