package org.distill4j.tutorial;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.distill4j.tensor.Op;

/** The functions of one element, and of two. */
final class ElementFunctions {
  private ElementFunctions() {}

  static DoubleUnaryOperator of(Op.UnaryKind kind) {
    return switch (kind) {
      case NEGATE -> x -> -x;
      case EXP -> Math::exp;
      case LOG -> Math::log;
      case SQRT -> Math::sqrt;
      case ABS -> Math::abs;
      case RELU -> x -> Math.max(x, 0);
      case GELU -> x -> x * (1 + erf(x / Math.sqrt(2))) / 2;
      case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
      case TANH -> Math::tanh;
      case ERF -> ElementFunctions::erf;
    };
  }

  static DoubleBinaryOperator of(Op.BinaryKind kind) {
    return switch (kind) {
      case ADD -> Double::sum;
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

  /** Sums its Taylor series; beyond 6, only the sign is left. */
  private static double erf(double x) {
    double term = 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * x;
    double sum = 0;
    for (int n = 1; Math.abs(x) <= 6 && n < 200; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 1);
    }
    return Math.abs(x) <= 6 ? sum : Math.signum(x);
  }
}
