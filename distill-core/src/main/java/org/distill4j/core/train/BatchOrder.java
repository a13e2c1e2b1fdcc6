package org.distill4j.core.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.distill4j.data.Dataset;

/**
 * The order in which an epoch visits the examples: a shuffle by seed and epoch. Examples that
 * differ in length are sorted by it within windows of many batches, and the batches of a window are
 * shuffled again, so that a batch has little padding and the order is still random.
 */
final class BatchOrder {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** The number of batches whose examples are sorted by length. */
  private static final int WINDOW = 50;

  private final int[] order;
  private final int batchSize;
  private final SplittableRandom random;

  /** Examples of one length. */
  BatchOrder(int examples, int batchSize, long seed, int epoch) {
    this.order = new int[examples];
    this.batchSize = batchSize;
    this.random = new SplittableRandom(seed ^ (GOLDEN * epoch));
    Arrays.setAll(order, i -> i);
    shuffle(order);
  }

  /** Returns the examples of a data set. */
  static BatchOrder of(Dataset data, int batchSize, long seed, int epoch) {
    BatchOrder order = new BatchOrder(data.size(), batchSize, seed, epoch);
    if (data.hasFreeAxes()) {
      order.group(data::length);
    }
    return order;
  }

  /** Shuffles by Fisher and Yates's method. */
  private void shuffle(int... values) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = values[i];
      values[i] = values[other];
      values[other] = kept;
    }
  }

  private void group(IntUnaryOperator lengths) {
    long window = (long) WINDOW * batchSize;
    for (long from = 0; from < order.length; from += window) {
      group((int) from, (int) Math.min(order.length, from + window), lengths);
    }
  }

  /** A shorter batch stays the last one, as it determines the number of steps. */
  private void group(int from, int to, IntUnaryOperator lengths) {
    int[] sorted =
        Arrays.stream(order, from, to)
            .boxed()
            .sorted(Comparator.comparingInt(lengths::applyAsInt))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] whole = new int[sorted.length / batchSize];
    int[] starts = new int[whole.length];
    int rest = sorted.length % batchSize;
    int restAt = whole.length == 0 ? 0 : random.nextInt(whole.length + 1) * batchSize;
    Arrays.setAll(starts, i -> i * batchSize >= restAt ? i * batchSize + rest : i * batchSize);
    Arrays.setAll(whole, i -> i);
    shuffle(whole);
    int next = from;
    for (int batch : whole) {
      System.arraycopy(sorted, starts[batch], order, next, batchSize);
      next += batchSize;
    }
    System.arraycopy(sorted, restAt, order, next, rest);
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

  /** Returns the examples of one batch; the last one may be shorter. */
  int[] batch(int index) {
    int from = index * batchSize;
    return Arrays.copyOfRange(order, from, Math.min(from + batchSize, order.length));
  }
}
