package org.distill4j.examples.trial;

import java.util.List;

/**
 * One number measured several times.
 *
 * @param values at least one
 */
public record Sample(List<Double> values) {
  /**
   * Takes a copy of the list.
   *
   * @param values at least one
   * @throws IllegalArgumentException if there are none
   */
  public Sample {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException(
          "A sample of no values, expected at least one.\nMaybe nothing was measured.");
    }
  }

  /** {@return the arithmetic mean} */
  public double mean() {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** {@return the standard deviation with n − 1 in the denominator; NaN for a single value} */
  public double deviation() {
    double mean = mean();
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
  }
}
