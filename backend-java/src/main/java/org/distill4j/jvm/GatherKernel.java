package org.distill4j.jvm;

import java.util.Arrays;
import org.distill4j.tensor.DType;

/** Writes an array in order whose elements lie elsewhere, evenly spaced along each row. */
final class GatherKernel implements Runnable {
  private final StepList steps;
  private final Slot input;
  private final Slot output;
  private final RowWalk rows;

  GatherKernel(StepList steps, Slot input, Slot output, RowWalk rows) {
    this.steps = steps;
    this.input = input;
    this.output = output;
    this.rows = rows;
  }

  @Override
  public void run() {
    int n = rows.length();
    int step = rows.stride(0);
    if (input.type() == DType.FLOAT32) {
      float[] x = input.floats();
      float[] y = output.floatsToWrite();
      share((at, from) -> floats(x, from[0], step, y, at, n));
    } else {
      int[] x = input.ints();
      int[] y = output.ints();
      share((at, from) -> ints(x, from[0], step, y, at, n));
    }
  }

  private void share(RowWalk.Visitor visitor) {
    int count = rows.count();
    steps.share(
        output.size(),
        (part, parts) ->
            rows.forEach(
                ThreadTeam.start(count, part, parts),
                ThreadTeam.start(count, part + 1, parts),
                visitor));
  }

  private static void floats(float[] x, int from, int step, float[] y, int at, int n) {
    if (step == 0) {
      Arrays.fill(y, at, at + n, x[from]);
    } else if (step == 1) {
      System.arraycopy(x, from, y, at, n);
    } else {
      for (int i = 0; i < n; i++) {
        y[at + i] = x[from + i * step];
      }
    }
  }

  private static void ints(int[] x, int from, int step, int[] y, int at, int n) {
    for (int i = 0; i < n; i++) {
      y[at + i] = x[from + i * step];
    }
  }
}
