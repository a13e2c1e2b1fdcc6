package org.distill4j.core.tune;

/** Hears how far a search is. */
@FunctionalInterface
public interface TuningListener {
  /**
   * Hears of a candidate that was trained and measured, or was before the search was resumed.
   *
   * @param settings the candidate's settings
   * @param result what was measured of it so far
   */
  void measured(TrialSettings settings, TrialResult result);
}
