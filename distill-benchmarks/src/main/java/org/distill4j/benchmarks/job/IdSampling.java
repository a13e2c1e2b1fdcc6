package org.distill4j.benchmarks.job;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The distribution of a batch's ids. */
public enum IdSampling {
  /**
   * As words stand in texts: the k-th most frequent row with a probability in proportion to 1/k.
   */
  AS_IN_TEXTS {
    @Override
    int[] ids(SplittableRandom random, int rows, int count) {
      double[] sums = new double[rows];
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += 1.0 / (i + 1);
        sums[i] = sum;
      }
      int[] order = shuffled(new SplittableRandom(rows), rows);
      return IntStream.range(0, count)
          .map(i -> order[first(sums, random.nextDouble() * sums[rows - 1])])
          .toArray();
    }
  },

  /** Each row as often as any other. */
  EVENLY {
    @Override
    int[] ids(SplittableRandom random, int rows, int count) {
      return random.ints(count, 0, rows).toArray();
    }
  },

  /** Each row at most once, but for those beyond the thousandth. */
  ALL_DIFFERENT {
    @Override
    int[] ids(SplittableRandom random, int rows, int count) {
      int[] order = shuffled(random, rows);
      return IntStream.range(0, count).map(i -> order[i % MOST]).toArray();
    }
  };

  private static final int MOST = 1_000;

  abstract int[] ids(SplittableRandom random, int rows, int count);

  /** Returns the first index whose sum is at least a value. */
  private static int first(double[] sums, double value) {
    int low = 0;
    int high = sums.length - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (sums[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int[] shuffled(SplittableRandom random, int rows) {
    int[] order = IntStream.range(0, rows).toArray();
    for (int i = rows - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int moved = order[i];
      order[i] = order[other];
      order[other] = moved;
    }
    return order;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
