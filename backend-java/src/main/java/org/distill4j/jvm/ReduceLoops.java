package org.distill4j.jvm;

import java.util.Arrays;

/** The loops of the reductions; rows are of the larger array, walked with the smaller one. */
final class ReduceLoops {
  private ReduceLoops() {}

  static void sum(float[] x, float[] y, Rows rows) {
    Arrays.fill(y, 0);
    int n = rows.length();
    if (rows.stride(0) == 0) {
      rows.forEach((at, to) -> y[to[0]] += (float) sum(x, at, n));
    } else {
      rows.forEach((at, to) -> addRow(x, at, y, to[0], n));
    }
  }

  /** Four sums at once, so that one addition need not wait for the other. */
  static double sum(float[] x, int at, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i < n - 3; i += 4) {
      a += x[at + i];
      b += x[at + i + 1];
      c += x[at + i + 2];
      d += x[at + i + 3];
    }
    for (; i < n; i++) {
      a += x[at + i];
    }
    return a + b + (c + d);
  }

  private static void addRow(float[] x, int at, float[] y, int to, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i] += x[at + i];
    }
  }

  static void max(float[] x, float[] y, Rows rows) {
    Arrays.fill(y, Float.NEGATIVE_INFINITY);
    int n = rows.length();
    if (rows.stride(0) == 0) {
      rows.forEach((at, to) -> y[to[0]] = Math.max(y[to[0]], max(x, at, n)));
    } else {
      rows.forEach((at, to) -> maxRow(x, at, y, to[0], n));
    }
  }

  private static float max(float[] x, int at, int n) {
    float max = x[at];
    for (int i = 1; i < n; i++) {
      max = Math.max(max, x[at + i]);
    }
    return max;
  }

  private static void maxRow(float[] x, int at, float[] y, int to, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i] = Math.max(y[to + i], x[at + i]);
    }
  }
}
