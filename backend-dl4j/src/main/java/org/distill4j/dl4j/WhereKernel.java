package org.distill4j.dl4j;

/** Chooses between two arrays; all three broadcast. */
final class WhereKernel implements Runnable {
  private final Slot condition;
  private final Slot yes;
  private final Slot no;
  private final Slot output;
  private final Rows rows;

  WhereKernel(Slot condition, Slot yes, Slot no, Slot output, Rows rows) {
    this.condition = condition;
    this.yes = yes;
    this.no = no;
    this.output = output;
    this.rows = rows;
  }

  @Override
  public void run() {
    int[] chosen = condition.ints();
    float[] a = yes.floats();
    float[] b = no.floats();
    float[] y = output.floatsToWrite();
    rows.forEach((at, from) -> row(chosen, a, b, from, y, at));
  }

  private void row(int[] chosen, float[] a, float[] b, int[] from, float[] y, int at) {
    for (int i = 0; i < rows.length(); i++) {
      y[at + i] =
          chosen[from[0] + i * rows.stride(0)] != 0
              ? a[from[1] + i * rows.stride(1)]
              : b[from[2] + i * rows.stride(2)];
    }
  }
}
