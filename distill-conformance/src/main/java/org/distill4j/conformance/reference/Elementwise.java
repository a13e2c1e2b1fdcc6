package org.distill4j.conformance.reference;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.distill4j.tensor.Op;

/** The primitives on single elements. */
final class Elementwise {
  private Elementwise() {}

  static Value unary(Tape tape, Op.UnaryKind kind, Value input) {
    return map(tape, input, function(kind), slope(kind));
  }

  static Value power(Tape tape, double exponent, Value input) {
    DoubleBinaryOperator slope = (x, y) -> exponent == 0 ? 0 : exponent * Math.pow(x, exponent - 1);
    return map(tape, input, x -> Math.pow(x, exponent), slope);
  }

  private static Value map(
      Tape tape, Value input, DoubleUnaryOperator function, DoubleBinaryOperator slope) {
    double[] x = input.elements();
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = function.applyAsDouble(x[i]);
    }
    Edge.Rule rule =
        (upstream, gradient) -> {
          for (int i = 0; i < x.length; i++) {
            gradient[i] += upstream[i] * slope.applyAsDouble(x[i], y[i]);
          }
        };
    return tape.record(input.shape(), y, new Edge(input, rule));
  }

  private static DoubleUnaryOperator function(Op.UnaryKind kind) {
    return switch (kind) {
      case NEGATE -> x -> -x;
      case EXP -> Math::exp;
      case LOG -> Math::log;
      case SQRT -> Math::sqrt;
      case ABS -> Math::abs;
      case RELU -> x -> Math.max(x, 0);
      case GELU -> x -> x * ErrorFunction.normal(x);
      case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
      case TANH -> Math::tanh;
      case ERF -> ErrorFunction::erf;
    };
  }

  /** The derivative at x, given x and the value y there. */
  private static DoubleBinaryOperator slope(Op.UnaryKind kind) {
    return switch (kind) {
      case NEGATE -> (x, y) -> -1;
      case EXP -> (x, y) -> y;
      case LOG -> (x, y) -> 1 / x;
      case SQRT -> (x, y) -> 1 / (2 * y);
      case ABS -> (x, y) -> Math.signum(x);
      case RELU -> (x, y) -> x > 0 ? 1 : 0;
      case GELU -> (x, y) -> ErrorFunction.normal(x) + x * ErrorFunction.density(x);
      case SIGMOID -> (x, y) -> y * (1 - y);
      case TANH -> (x, y) -> 1 - y * y;
      case ERF -> (x, y) -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
    };
  }
}
