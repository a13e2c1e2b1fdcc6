package org.distill4j.jvm;

import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op.CompareKind;
import org.distill4j.tensor.Shape;

/** Steps that look up rows by ids. */
final class LookupSteps {
  private LookupSteps() {}

  static Value oneHot(StepList steps, Value ids, int depth, Shape shape) {
    return steps.floats(
        shape, List.of(ids), out -> () -> oneHot(ids.slot().ints(), out.floatsToWrite(), depth));
  }

  private static void oneHot(int[] ids, float[] y, int depth) {
    Arrays.fill(y, 0);
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] >= 0 && ids[i] < depth) {
        y[i * depth + ids[i]] = 1;
      }
    }
  }

  static Value gatherRows(StepList steps, Value table, Value ids, Shape shape) {
    int width = table.shape().dim(1);
    return steps.floats(
        shape,
        List.of(table, ids),
        out -> () -> gather(table.slot().floats(), ids.slot().ints(), out.floatsToWrite(), width));
  }

  private static void gather(float[] table, int[] ids, float[] y, int width) {
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(table, ids[i] * width, y, i * width, width);
    }
  }

  /** Adds a step for the table's gradient: each row is the sum over all ids that selected it. */
  static Value scatterRows(StepList steps, Value ids, Value gradient, Shape table) {
    int width = table.dim(1);
    return steps.floats(
        table,
        List.of(ids, gradient),
        out ->
            () -> scatter(gradient.slot().floats(), ids.slot().ints(), out.floatsToWrite(), width));
  }

  private static void scatter(float[] gradient, int[] ids, float[] table, int width) {
    Arrays.fill(table, 0);
    for (int i = 0; i < ids.length; i++) {
      int row = ids[i] * width;
      for (int j = 0; j < width; j++) {
        table[row + j] += gradient[i * width + j];
      }
    }
  }

  /** Adds a step that compares whole numbers; the result is FLOAT32, 1 for true. */
  static Value compare(StepList steps, CompareKind kind, Value left, Value right, Shape shape) {
    RowWalk rows = RowWalk.broadcast(shape, left.shape(), right.shape());
    return steps.floats(
        shape,
        List.of(left, right),
        out ->
            () -> {
              int[] a = left.slot().ints();
              int[] b = right.slot().ints();
              float[] y = out.floatsToWrite();
              rows.forEach((at, from) -> compare(kind, rows, a, b, from, y, at));
            });
  }

  private static void compare(
      CompareKind kind, RowWalk rows, int[] a, int[] b, int[] from, float[] y, int at) {
    for (int i = 0; i < rows.length(); i++) {
      int order = Integer.compare(a[from[0] + i * rows.stride(0)], b[from[1] + i * rows.stride(1)]);
      boolean holds =
          switch (kind) {
            case EQUAL -> order == 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
          };
      y[at + i] = holds ? 1 : 0;
    }
  }

  /**
   * Adds a step that converts whole numbers to floats, or floats to whole numbers, towards zero.
   */
  static Value cast(StepList steps, DType type, Value input) {
    return steps.add(
        type,
        input.shape(),
        List.of(input),
        out ->
            type == DType.INT32
                ? () -> truncate(input.slot().floats(), out.ints())
                : () -> widen(input.slot().ints(), out.floatsToWrite()));
  }

  private static void truncate(float[] x, int[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = (int) x[i];
    }
  }

  private static void widen(int[] x, float[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i];
    }
  }
}
