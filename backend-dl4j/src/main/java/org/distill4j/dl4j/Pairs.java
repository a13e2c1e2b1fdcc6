package org.distill4j.dl4j;

import org.distill4j.tensor.Op.BinaryKind;

/** The loops of the elementwise operations on two operands. */
final class Pairs {
  private Pairs() {}

  static PairLoop of(BinaryKind kind) {
    return switch (kind) {
      case ADD -> Pairs::add;
      case SUB -> Pairs::subtract;
      case MUL -> Pairs::multiply;
      case DIV -> Pairs::divide;
      case MAXIMUM -> Pairs::maximum;
      case MINIMUM -> Pairs::minimum;
    };
  }

  private static void add(float[] a, int ai, float[] b, int bi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] + b[bi + i];
    }
  }

  private static void subtract(float[] a, int ai, float[] b, int bi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] - b[bi + i];
    }
  }

  private static void multiply(float[] a, int ai, float[] b, int bi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] * b[bi + i];
    }
  }

  private static void divide(float[] a, int ai, float[] b, int bi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = a[ai + i] / b[bi + i];
    }
  }

  private static void maximum(float[] a, int ai, float[] b, int bi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Math.max(a[ai + i], b[bi + i]);
    }
  }

  private static void minimum(float[] a, int ai, float[] b, int bi, float[] y, int yi, int n) {
    for (int i = 0; i < n; i++) {
      y[yi + i] = Math.min(a[ai + i], b[bi + i]);
    }
  }
}
