package org.distill4j.jvm;

import java.util.Arrays;

/** The loops of the reductions; rows are of the larger array, walked with the smaller one. */
final class ReduceLoops {
  private ReduceLoops() {}

  static void sum(RowLoops loops, float[] x, float[] y, RowWalk rows) {
    Arrays.fill(y, 0);
    int n = rows.length();
    if (rows.stride(0) == 0) {
      rows.forEach((at, to) -> y[to[0]] += (float) loops.sum(x, at, n));
    } else {
      rows.forEach((at, to) -> addRow(x, at, y, to[0], n));
    }
  }

  private static void addRow(float[] x, int at, float[] y, int to, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i] += x[at + i];
    }
  }

  static void max(RowLoops loops, float[] x, float[] y, RowWalk rows) {
    Arrays.fill(y, Float.NEGATIVE_INFINITY);
    int n = rows.length();
    if (rows.stride(0) == 0) {
      rows.forEach((at, to) -> y[to[0]] = Math.max(y[to[0]], loops.max(x, at, n)));
    } else {
      rows.forEach((at, to) -> maxRow(x, at, y, to[0], n));
    }
  }

  private static void maxRow(float[] x, int at, float[] y, int to, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i] = Math.max(y[to + i], x[at + i]);
    }
  }
}
