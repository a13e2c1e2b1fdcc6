package org.distill4j.benchmarks.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The times of contenders that took turns.
 *
 * @param byName the times by the contenders' names, in their order
 */
public record Timings(Map<String, ProgramTimes> byName) {
  /** Takes a copy. */
  public Timings {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /**
   * The times of one contender.
   *
   * @param name its name
   * @return its times
   */
  public ProgramTimes of(String name) {
    return Objects.requireNonNull(byName.get(name), name);
  }
}
