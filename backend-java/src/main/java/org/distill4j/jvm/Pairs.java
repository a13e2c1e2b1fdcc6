package org.distill4j.jvm;

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

  private static void add(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] + b[i];
    }
  }

  private static void subtract(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] - b[i];
    }
  }

  private static void multiply(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] * b[i];
    }
  }

  private static void divide(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] / b[i];
    }
  }

  private static void maximum(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(a[i], b[i]);
    }
  }

  private static void minimum(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.min(a[i], b[i]);
    }
  }
}
