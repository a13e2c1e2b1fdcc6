package org.distill4j.core.tune;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distill4j.model.Weights;

/**
 * What came of a search.
 *
 * @param metric the name of the metric that it went by
 * @param trials what was measured by the settings, the best first, those that were trained longer
 *     before others
 * @param weights the weights of the best; empty if the search was stopped
 */
public record TuningReport(
    String metric, Map<TrialSettings, TrialResult> trials, Optional<Weights> weights) {
  /** Takes a copy. */
  public TuningReport {
    trials = Collections.unmodifiableMap(new LinkedHashMap<>(trials));
  }

  /** {@return the best settings, or the best so far if the search was stopped} */
  public TrialSettings best() {
    return trials.keySet().iterator().next();
  }

  /** {@return the metric of the best settings} */
  public double value() {
    return trials.values().iterator().next().value();
  }
}
