package org.distill4j.core.train;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The order in which an epoch visits the examples: a shuffle by seed and epoch. */
final class BatchOrder {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final int[] order;
  private final int batchSize;

  /** Shuffles by Fisher and Yates's method. */
  BatchOrder(int examples, int batchSize, long seed, int epoch) {
    this.order = new int[examples];
    this.batchSize = batchSize;
    Arrays.setAll(order, i -> i);
    SplittableRandom random = new SplittableRandom(seed ^ (GOLDEN * epoch));
    for (int i = examples - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }

  int batchSize() {
    return batchSize;
  }

  int batches() {
    return batches(order.length, batchSize);
  }

  static int batches(int examples, int batchSize) {
    return (int) (((long) examples + batchSize - 1) / batchSize);
  }

  /** The examples of one batch; the last one may be shorter. */
  int[] batch(int index) {
    int from = index * batchSize;
    return Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length));
  }
}
