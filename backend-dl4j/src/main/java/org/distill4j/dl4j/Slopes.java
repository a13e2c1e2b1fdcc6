package org.distill4j.dl4j;

import java.util.Arrays;
import org.distill4j.tensor.Op.UnaryKind;

/**
 * The loops that take the gradient of an elementwise operation's result back to its operand. Each
 * reads the operand or the result, whichever is simpler, and the gradient.
 */
final class Slopes {
  private static final int SIGN = Integer.SIZE - 1;

  private Slopes() {}

  /** Whether the loop reads the result; the others read the operand. */
  static boolean ofResult(UnaryKind kind) {
    return switch (kind) {
      case NEGATE, EXP, SQRT, RELU, SIGMOID, TANH -> true;
      case LOG, ABS, GELU, ERF -> false;
    };
  }

  static PairLoop of(UnaryKind kind) {
    return switch (kind) {
      case NEGATE -> Slopes::negate;
      case EXP -> Slopes::exp;
      case LOG -> Slopes::log;
      case SQRT -> Slopes::sqrt;
      case ABS -> Slopes::abs;
      case RELU -> Slopes::relu;
      case GELU -> Slopes::gelu;
      case SIGMOID -> Slopes::sigmoid;
      case TANH -> Slopes::tanh;
      case ERF -> Slopes::erf;
    };
  }

  static PairLoop power(double exponent) {
    if (exponent == 0) {
      return (x, xi, g, gi, y, yi, n) -> Arrays.fill(y, yi, yi + n, 0);
    }
    return (x, xi, g, gi, y, yi, n) -> {
      for (int i = 0; i < n; i++) {
        y[yi + i] = (float) (g[gi + i] * exponent * Math.pow(x[xi + i], exponent - 1));
      }
    };
  }

  private static void negate(float[] r, int ri, float[] g, int gi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = -g[gi + i];
    }
  }

  private static void exp(float[] r, int ri, float[] g, int gi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = g[gi + i] * r[ri + i];
    }
  }

  private static void log(float[] x, int xi, float[] g, int gi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = g[gi + i] / x[xi + i];
    }
  }

  private static void sqrt(float[] r, int ri, float[] g, int gi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = 0.5f * g[gi + i] / r[ri + i];
    }
  }

  private static void abs(float[] x, int xi, float[] g, int gi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = g[gi + i] * Math.signum(x[xi + i]);
    }
  }

  /** A mask made of the result's bits, since branches on it are mispredicted half of the time. */
  private static void relu(float[] r, int ri, float[] g, int gi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      int mask = -Float.floatToRawIntBits(r[ri + i]) >> SIGN;
      y[yi + i] = Float.intBitsToFloat(Float.floatToRawIntBits(g[gi + i]) & mask);
    }
  }

  private static void gelu(float[] x, int xi, float[] g, int gi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      double at = x[xi + i];
      y[yi + i] = (float) (g[gi + i] * (Normal.distribution(at) + at * Normal.density(at)));
    }
  }

  private static void erf(float[] x, int xi, float[] g, int gi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      double at = x[xi + i];
      y[yi + i] = (float) (g[gi + i] * 2 / Math.sqrt(Math.PI) * Math.exp(-at * at));
    }
  }

  private static void sigmoid(float[] r, int ri, float[] g, int gi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = g[gi + i] * r[ri + i] * (1 - r[ri + i]);
    }
  }

  private static void tanh(float[] r, int ri, float[] g, int gi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = g[gi + i] * (1 - r[ri + i] * r[ri + i]);
    }
  }
}
