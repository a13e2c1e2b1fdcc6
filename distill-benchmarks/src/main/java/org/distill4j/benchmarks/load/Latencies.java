package org.distill4j.benchmarks.load;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts of times, in steps of 2 %, from any thread. */
final class Latencies {
  private static final double STEP = Math.log(1.02);
  private static final int STEPS = 1400;

  private final AtomicLongArray counts = new AtomicLongArray(STEPS);

  void add(long nanos) {
    counts.incrementAndGet((int) Math.min(STEPS - 1, Math.log((double) Math.max(1, nanos)) / STEP));
  }

  long count() {
    long sum = 0;
    for (int i = 0; i < STEPS; i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** The time that this share of all is at most, in microseconds. */
  double micros(double share) {
    long left = (long) Math.ceil(share * count());
    int step = 0;
    for (left -= counts.get(0); left > 0; left -= counts.get(step)) {
      step++;
    }
    return Math.exp((step + 1) * STEP) / 1e3;
  }
}
