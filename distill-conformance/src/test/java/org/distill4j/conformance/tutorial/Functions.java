package org.distill4j.conformance.tutorial;

import org.distill4j.tensor.Op;

/** The functions of one and two elements, and their derivatives. */
final class Functions {
  private Functions() {}

  static double of(Op.UnaryKind kind, double x) {
    return switch (kind) {
      case NEGATE -> -x;
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case ABS -> Math.abs(x);
      case RELU -> Math.max(x, 0);
      case GELU -> x * normal(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case ERF -> 2 * normal(x * Math.sqrt(2)) - 1;
    };
  }

  static double slope(Op.UnaryKind kind, double x) {
    return switch (kind) {
      case NEGATE -> -1;
      case EXP -> Math.exp(x);
      case LOG -> 1 / x;
      case SQRT -> 0.5 / Math.sqrt(x);
      case ABS -> Math.signum(x);
      case RELU -> x > 0 ? 1 : 0;
      case GELU -> normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      case SIGMOID -> of(kind, x) * (1 - of(kind, x));
      case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
      case ERF -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
    };
  }

  static double of(Op.BinaryKind kind, double a, double b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
    };
  }

  static double leftSlope(Op.BinaryKind kind, double a, double b) {
    return switch (kind) {
      case ADD, SUB -> 1;
      case MUL -> b;
      case DIV -> 1 / b;
      case MAXIMUM -> won(a, b);
      case MINIMUM -> won(b, a);
    };
  }

  static double rightSlope(Op.BinaryKind kind, double a, double b) {
    return switch (kind) {
      case ADD -> 1;
      case SUB -> -1;
      case MUL -> a;
      case DIV -> -a / (b * b);
      case MAXIMUM -> won(b, a);
      case MINIMUM -> won(a, b);
    };
  }

  static boolean of(Op.CompareKind kind, double a, double b) {
    return switch (kind) {
      case EQUAL -> a == b;
      case LESS -> a < b;
      case LESS_OR_EQUAL -> a <= b;
    };
  }

  private static double won(double one, double other) {
    return one == other ? 0.5 : one > other ? 1 : 0;
  }

  /** The normal distribution function to 1e-7 (Abramowitz and Stegun 1964, 7.1.26). */
  private static double normal(double x) {
    double z = Math.abs(x) / Math.sqrt(2);
    double t = 1 / (1 + 0.3275911 * z);
    double[] a = {1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592};
    double polynomial = 0;
    for (double factor : a) {
      polynomial = (polynomial + factor) * t;
    }
    double tail = polynomial * Math.exp(-z * z) / 2;
    return x > 0 ? 1 - tail : tail;
  }
}
