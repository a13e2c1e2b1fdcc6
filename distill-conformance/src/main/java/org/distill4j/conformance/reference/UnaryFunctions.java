package org.distill4j.conformance.reference;

import java.util.function.DoubleUnaryOperator;
import org.distill4j.tensor.Op;

/** The primitives on single elements. */
final class UnaryFunctions {
  private UnaryFunctions() {}

  static double[] map(DoubleUnaryOperator function, DoubleArray input) {
    double[] x = input.elements();
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = function.applyAsDouble(x[i]);
    }
    return y;
  }

  static DoubleUnaryOperator of(Op.UnaryKind kind) {
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
}
