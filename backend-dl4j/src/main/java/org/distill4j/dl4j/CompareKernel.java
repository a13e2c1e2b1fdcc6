package org.distill4j.dl4j;

import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op.CompareKind;

/** Compares two arrays that broadcast. */
final class CompareKernel implements Runnable {
  private final CompareKind kind;
  private final Slot left;
  private final Slot right;
  private final Slot output;
  private final Rows rows;

  CompareKernel(CompareKind kind, Slot left, Slot right, Slot output, Rows rows) {
    this.kind = kind;
    this.left = left;
    this.right = right;
    this.output = output;
    this.rows = rows;
  }

  @Override
  public void run() {
    int[] y = output.ints();
    if (left.type() == DType.FLOAT32) {
      float[] a = left.floats();
      float[] b = right.floats();
      rows.forEach((at, from) -> floats(a, from[0], b, from[1], y, at));
    } else {
      int[] a = left.ints();
      int[] b = right.ints();
      rows.forEach((at, from) -> ints(a, from[0], b, from[1], y, at));
    }
  }

  private void floats(float[] a, int ai, float[] b, int bi, int[] y, int at) {
    int step = rows.stride(0);
    int other = rows.stride(1);
    for (int i = 0; i < rows.length(); i++) {
      y[at + i] = holds(a[ai + i * step], b[bi + i * other]) ? 1 : 0;
    }
  }

  private boolean holds(float a, float b) {
    return switch (kind) {
      case EQUAL -> a == b;
      case LESS -> a < b;
      case LESS_OR_EQUAL -> a <= b;
    };
  }

  private void ints(int[] a, int ai, int[] b, int bi, int[] y, int at) {
    int step = rows.stride(0);
    int other = rows.stride(1);
    for (int i = 0; i < rows.length(); i++) {
      y[at + i] = holds(a[ai + i * step], b[bi + i * other]) ? 1 : 0;
    }
  }

  private boolean holds(int a, int b) {
    return switch (kind) {
      case EQUAL -> a == b;
      case LESS -> a < b;
      case LESS_OR_EQUAL -> a <= b;
    };
  }
}
