package org.distill4j.jvm;

import org.distill4j.tensor.Op.BinaryKind;

/** The loops of the elementwise operations on two operands. */
final class BinaryLoops {
  private BinaryLoops() {}

  static BinaryLoop of(BinaryKind kind) {
    return switch (kind) {
      case ADD -> BinaryLoops::add;
      case SUB -> BinaryLoops::subtract;
      case MUL -> BinaryLoops::multiply;
      case DIV -> BinaryLoops::divide;
      case MAXIMUM -> BinaryLoops::maximum;
      case MINIMUM -> BinaryLoops::minimum;
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
