package org.distill4j.dl4j;

import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.Shape;

/** Steps that look things up by ids. */
final class Lookups {
  private Lookups() {}

  static Value oneHot(Tape tape, Value ids, int depth, Shape shape) {
    return tape.floats(
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

  static Value gatherRows(Tape tape, Value table, Value ids, Shape shape) {
    int width = table.shape().dim(1);
    return tape.floats(
        shape,
        List.of(table, ids),
        out -> () -> gather(table.slot().floats(), ids.slot().ints(), out.floatsToWrite(), width));
  }

  private static void gather(float[] table, int[] ids, float[] y, int width) {
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(table, ids[i] * width, y, i * width, width);
    }
  }

  /** The table's gradient: each row is the sum over all ids that picked it. */
  static Value scatterRows(Tape tape, Value ids, Value gradient, Shape table) {
    int width = table.dim(1);
    return tape.floats(
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
}
