package org.distill4j.jvm;

import org.distill4j.tensor.Op.CompareKind;

/**
 * The loops of comparisons, whose results are 1 for true and 0 for false, and of the choice by
 * them. Masks made of bits take the place of branches, which are mispredicted half of the time.
 */
final class ComparisonLoops {
  private static final int SIGN = Integer.SIZE - 1;

  private ComparisonLoops() {}

  static BinaryLoop compare(CompareKind kind) {
    return switch (kind) {
      case EQUAL -> ComparisonLoops::equal;
      case LESS -> ComparisonLoops::less;
      case LESS_OR_EQUAL -> ComparisonLoops::lessOrEqual;
    };
  }

  private static void equal(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] == b[i] ? 1 : 0;
    }
  }

  private static void less(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] < b[i] ? 1 : 0;
    }
  }

  private static void lessOrEqual(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] <= b[i] ? 1 : 0;
    }
  }

  static void where(float[] a, float[] b, float[] c, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      int mask = -Float.floatToRawIntBits(a[i]) >> SIGN;
      int yes = Float.floatToRawIntBits(b[i]) & mask;
      y[i] = Float.intBitsToFloat(yes | (Float.floatToRawIntBits(c[i]) & ~mask));
    }
  }

  /** Passes gradients on where the result of a ReLU is above 0. */
  static void reluGradient(float[] g, float[] r, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      int bits = Float.floatToRawIntBits(r[i]);
      int mask = (-bits & ~bits) >> SIGN;
      y[i] = Float.intBitsToFloat(Float.floatToRawIntBits(g[i]) & mask);
    }
  }
}
