package org.distill4j.jvm;

import org.distill4j.tensor.Op.UnaryKind;

/** The loops of the elementwise operations on one operand. */
final class UnaryLoops {
  private UnaryLoops() {}

  static UnaryLoop of(UnaryKind kind) {
    return switch (kind) {
      case NEGATE -> UnaryLoops::negate;
      case EXP -> UnaryLoops::exp;
      case LOG -> UnaryLoops::log;
      case SQRT -> UnaryLoops::sqrt;
      case ABS -> UnaryLoops::abs;
      case RELU -> UnaryLoops::relu;
      case SIGMOID -> UnaryLoops::sigmoid;
      case TANH -> UnaryLoops::tanh;
      case GELU, ERF ->
          throw new IllegalArgumentException(
              kind
                  + " is computed by several loops, expected an operation that has one.\n"
                  + "Maybe use NormalFormulas.");
    };
  }

  static UnaryLoop power(double exponent) {
    if (exponent == 2) {
      return UnaryLoops::square;
    }
    return (x, y, n) -> {
      for (int i = 0; i < n; i++) {
        y[i] = (float) Math.pow(x[i], exponent);
      }
    };
  }

  private static void square(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = x[i] * x[i];
    }
  }

  private static void negate(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = -x[i];
    }
  }

  private static void exp(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.exp(x[i]);
    }
  }

  private static void log(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.log(x[i]);
    }
  }

  private static void sqrt(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.sqrt(x[i]);
    }
  }

  private static void abs(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.abs(x[i]);
    }
  }

  private static void relu(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], 0f);
    }
  }

  private static void sigmoid(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) (1 / (1 + Math.exp(-x[i])));
    }
  }

  private static void tanh(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) tanh(x[i]);
    }
  }

  /**
   * Computes tanh by one exponential, which is several times as fast as Math.tanh; exact enough for
   * a float.
   */
  private static double tanh(double x) {
    return Math.abs(x) < 1e-4 ? x : 1 - 2 / (Math.exp(2 * x) + 1);
  }
}
