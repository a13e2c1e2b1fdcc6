package org.distill4j.core.cache;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** Maps an example's id to its row. Where an id has several rows, it is any one of them. */
@FunctionalInterface
interface IdIndex {
  /** The result for an id without a row. */
  int NONE = -1;

  int row(long id);

  /** Ids in a row: row = id − first. Takes no memory. */
  record Range(long first, int count) implements IdIndex {
    @Override
    public int row(long id) {
      long row = id - first;
      return row >= 0 && row < count ? (int) row : NONE;
    }
  }

  /** Returns the smallest index for the ids of some rows. */
  static IdIndex of(int rows, IntToLongFunction ids) {
    long first = ids.applyAsLong(0);
    long least = first;
    long largest = first;
    boolean inOrder = true;
    for (int row = 0; row < rows; row++) {
      long id = ids.applyAsLong(row);
      inOrder &= id == first + row;
      least = Math.min(least, id);
      largest = Math.max(largest, id);
    }
    // The span of ids that lie very far apart overflows and is negative.
    long span = largest - least + 1;
    if (inOrder) {
      return new Range(first, rows);
    }
    boolean dense = span > 0 && span <= Math.min(2L * rows, Integer.MAX_VALUE - 8);
    return dense ? table(rows, ids, least, (int) span) : sorted(rows, ids);
  }

  /** Ids in any order that nearly fill a range: a row, or NONE, for each id from the first on. */
  private static IdIndex table(int rows, IntToLongFunction ids, long first, int span) {
    int[] table = new int[span];
    Arrays.fill(table, NONE);
    for (int row = 0; row < rows; row++) {
      table[(int) (ids.applyAsLong(row) - first)] = row;
    }
    return id -> {
      long index = id - first;
      return index >= 0 && index < span ? table[(int) index] : NONE;
    };
  }

  /** Ids far apart: sorted, and the row of each. */
  private static IdIndex sorted(int rows, IntToLongFunction ids) {
    long[] sorted = new long[rows];
    Arrays.setAll(sorted, ids);
    Arrays.sort(sorted);
    int[] indexes = new int[rows];
    for (int row = 0; row < rows; row++) {
      indexes[Arrays.binarySearch(sorted, ids.applyAsLong(row))] = row;
    }
    return id -> {
      int index = Arrays.binarySearch(sorted, id);
      return index < 0 ? NONE : indexes[index];
    };
  }
}
