package org.distill4j.core.train;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;

/**
 * Measures the time of a step with several numbers of threads.
 *
 * @param nanos nanoseconds of a step by the number of threads
 */
record StepTimes(SortedMap<Integer, Long> nanos) {
  /** The saving that more threads must bring, since they are taken from other programs. */
  private static final double PAYS = 0.9;

  StepTimes {
    nanos = Collections.unmodifiableSortedMap(new TreeMap<>(nanos));
  }

  /** Doubles the number of threads, up to the processors, as long as that pays. */
  static StepTimes measure(int processors, IntToLongFunction nanosWith) {
    SortedMap<Integer, Long> measured = new TreeMap<>();
    int threads = 1;
    long time = nanosWith.applyAsLong(threads);
    measured.put(threads, time);
    boolean pays = true;
    while (pays && threads < processors) {
      threads = Math.min(2 * threads, processors);
      long next = nanosWith.applyAsLong(threads);
      measured.put(threads, next);
      pays = pays(time, next);
      time = next;
    }
    return new StepTimes(measured);
  }

  private static boolean pays(long before, long after) {
    return after <= PAYS * before;
  }

  /** Returns the largest number of threads that paid. */
  int best() {
    int best = nanos.firstKey();
    long time = Objects.requireNonNull(nanos.get(best));
    for (Map.Entry<Integer, Long> next : nanos.tailMap(best + 1).entrySet()) {
      if (!pays(time, next.getValue())) {
        return best;
      }
      best = next.getKey();
      time = next.getValue();
    }
    return best;
  }

  /** Returns the form "1 thread: 1.90 ms, 2 threads: 1.51 ms". */
  @Override
  public String toString() {
    return nanos.entrySet().stream()
        .map(
            time ->
                String.format(
                    Locale.ROOT, "%s: %.2f ms", threads(time.getKey()), time.getValue() / 1e6))
        .collect(Collectors.joining(", "));
  }

  static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }
}
