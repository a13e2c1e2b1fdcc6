package org.distill4j.train;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The results of one epoch.
 *
 * @param epoch its number, from 1
 * @param loss the loss terms, averaged over the epoch's examples
 * @param metrics the validation metrics by name; empty without validation data
 * @param trainingTime the time spent on training steps
 */
public record EpochReport(
    int epoch, LossValues loss, Map<String, Double> metrics, Duration trainingTime) {
  /** Takes a copy of the map. */
  public EpochReport {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
