package org.distill4j.jvm;

import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.Composite;

/**
 * Adam's update of the rows of a table that were looked up and have a gradient other than 0. What
 * it does in a run grows with the number of looked-up rows, not with the table.
 */
final class RowAdamKernel implements Runnable {
  private static final int UNKNOWN = -1;

  private final AdamKernel.Factors factors;
  private final List<Slot> inputs;
  private final List<Slot> outputs;
  private final int width;

  /** The index of each row of the table among the sums. */
  private final int[] places;

  private final int[] ids;
  private final float[] sums;

  /** A row of the gradient, and of each array that changes. */
  private final float[] gradient;

  private final float[][] rows;

  RowAdamKernel(Composite composite, int width, List<Slot> inputs, List<Slot> outputs) {
    this.factors = new AdamKernel.Factors(composite, inputs.subList(5, 9));
    this.inputs = inputs;
    this.outputs = outputs;
    this.width = width;
    this.places = new int[inputs.get(0).size() / width];
    this.ids = new int[inputs.get(2).size()];
    this.sums = new float[inputs.get(1).size()];
    this.gradient = new float[width];
    this.rows = new float[3][width];
    Arrays.fill(places, UNKNOWN);
  }

  @Override
  public void run() {
    List<float[]> arrays =
        List.of(
            AdamKernel.changed(inputs.get(0), outputs.get(0)),
            AdamKernel.changed(inputs.get(3), outputs.get(1)),
            AdamKernel.changed(inputs.get(4), outputs.get(2)));
    float[] now = factors.now();
    int count = addUp(inputs.get(1).floats(), inputs.get(2).ints());
    for (int i = 0; i < count; i++) {
      places[ids[i]] = UNKNOWN;
      System.arraycopy(sums, i * width, gradient, 0, width);
      if (hasGradient()) {
        update(arrays, ids[i] * width, now);
      }
    }
  }

  private void update(List<float[]> arrays, int from, float[] now) {
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(arrays.get(k), from, rows[k], 0, width);
    }
    AdamKernel.update(rows[0], gradient, rows[1], rows[2], now, 0, gradient.length);
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(rows[k], 0, arrays.get(k), from, width);
    }
  }

  /** Adds up the rows of each id, and counts the ids. */
  private int addUp(float[] values, int[] looked) {
    int count = 0;
    for (int i = 0; i < looked.length; i++) {
      if (places[looked[i]] == UNKNOWN) {
        ids[count] = looked[i];
        places[looked[i]] = count;
        Arrays.fill(sums, count * width, (count + 1) * width, 0);
        count++;
      }
      add(values, i * width, places[looked[i]] * width);
    }
    return count;
  }

  private void add(float[] values, int from, int to) {
    for (int i = 0; i < width; i++) {
      sums[to + i] += values[from + i];
    }
  }

  private boolean hasGradient() {
    for (float each : gradient) {
      if (each != 0) {
        return true;
      }
    }
    return false;
  }
}
