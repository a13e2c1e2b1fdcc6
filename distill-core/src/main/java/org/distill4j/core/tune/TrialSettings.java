package org.distill4j.core.tune;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers that one training of a search is made with.
 *
 * @param numbers the numbers by name, in order
 */
public record TrialSettings(Map<String, Double> numbers) {
  /** Takes a copy. */
  public TrialSettings {
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
  }

  /**
   * Returns a number.
   *
   * @param name its name
   * @return the number
   * @throws IllegalArgumentException if the search has none of that name
   */
  public double get(String name) {
    return Optional.ofNullable(numbers.get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The search has no number \""
                        + name
                        + "\", expected one of "
                        + numbers.keySet()
                        + ".\nMaybe add it to the search space."));
  }

  @Override
  public String toString() {
    return numbers.toString();
  }
}
