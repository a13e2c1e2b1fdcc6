package org.distill4j.core.tune;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a search measured of one candidate.
 *
 * @param name the candidate's name
 * @param values the metric after so many epochs; NaN for a training that diverged
 */
public record TrialResult(String name, SortedMap<Integer, Double> values) {
  /** Takes a copy. */
  public TrialResult {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  static TrialResult of(String name, Map<Integer, Double> values) {
    return new TrialResult(name, new TreeMap<>(values));
  }

  /** {@return the number of epochs that it was trained for; 0 if it has not been} */
  public int epochs() {
    return values.isEmpty() ? 0 : values.lastKey();
  }

  /** {@return the metric after the most epochs; NaN if nothing was measured} */
  public double value() {
    return values.getOrDefault(epochs(), Double.NaN);
  }
}
