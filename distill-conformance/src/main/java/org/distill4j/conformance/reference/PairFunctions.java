package org.distill4j.conformance.reference;

import java.util.function.DoubleBinaryOperator;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;

/** The primitives on pairs of elements, with broadcasting. */
final class PairFunctions {
  private PairFunctions() {}

  static double[] zip(
      DoubleBinaryOperator function, DoubleArray left, DoubleArray right, Shape shape) {
    double[] a = MoveFunctions.broadcast(left, shape);
    double[] b = MoveFunctions.broadcast(right, shape);
    double[] result = new double[a.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = function.applyAsDouble(a[i], b[i]);
    }
    return result;
  }

  static double[] where(DoubleArray condition, DoubleArray yes, DoubleArray no, Shape shape) {
    double[] chosen = MoveFunctions.broadcast(condition, shape);
    double[] a = MoveFunctions.broadcast(yes, shape);
    double[] b = MoveFunctions.broadcast(no, shape);
    double[] result = new double[chosen.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = chosen[i] != 0 ? a[i] : b[i];
    }
    return result;
  }

  static DoubleBinaryOperator of(Op.BinaryKind kind) {
    return switch (kind) {
      case ADD -> (a, b) -> a + b;
      case SUB -> (a, b) -> a - b;
      case MUL -> (a, b) -> a * b;
      case DIV -> (a, b) -> a / b;
      case MAXIMUM -> Math::max;
      case MINIMUM -> Math::min;
    };
  }

  static DoubleBinaryOperator of(Op.CompareKind kind) {
    return switch (kind) {
      case EQUAL -> (a, b) -> a == b ? 1 : 0;
      case LESS -> (a, b) -> a < b ? 1 : 0;
      case LESS_OR_EQUAL -> (a, b) -> a <= b ? 1 : 0;
    };
  }
}
