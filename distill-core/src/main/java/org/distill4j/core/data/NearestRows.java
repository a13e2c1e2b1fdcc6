package org.distill4j.core.data;

import java.util.stream.IntStream;

/** Finds the nearest other row of each row; numbers are scaled to [0, 1], column by column. */
final class NearestRows {
  private final float[] scaled;
  private final int columns;
  private final boolean[] category;

  NearestRows(float[] values, int columns, boolean... category) {
    this.columns = columns;
    this.category = category.clone();
    this.scaled = values.clone();
    IntStream.range(0, columns).filter(column -> !category[column]).forEach(this::scale);
  }

  private void scale(int column) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = column; i < scaled.length; i += columns) {
      least = Math.min(least, scaled[i]);
      most = Math.max(most, scaled[i]);
    }
    float range = most > least ? most - least : 1;
    for (int i = column; i < scaled.length; i += columns) {
      scaled[i] = (scaled[i] - least) / range;
    }
  }

  /**
   * Returns the index of the nearest other row of each row; of several at one distance, the first.
   */
  int[] nearest() {
    return IntStream.range(0, scaled.length / columns).parallel().map(this::nearest).toArray();
  }

  private int nearest(int row) {
    double best = Double.POSITIVE_INFINITY;
    int found = -1;
    for (int other = 0; other < scaled.length / columns; other++) {
      double distance = other == row ? Double.POSITIVE_INFINITY : distance(row, other, best);
      if (distance < best) {
        best = distance;
        found = other;
      }
    }
    return found;
  }

  /** Returns the squared distance, or something larger than a limit if it exceeds that. */
  private double distance(int one, int other, double limit) {
    double sum = 0;
    for (int column = 0; column < columns && sum < limit; column++) {
      float a = scaled[one * columns + column];
      float b = scaled[other * columns + column];
      sum += category[column] ? (a == b ? 0 : 1) : (double) (a - b) * (a - b);
    }
    return sum;
  }
}
