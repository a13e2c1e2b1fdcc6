package org.distill4j.examples.trial;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * One number measured several times.
 *
 * @param values at least one
 */
public record RepeatedMeasurement(List<Double> values) {
  /**
   * Takes a copy of the list.
   *
   * @throws IllegalArgumentException if there are none
   */
  public RepeatedMeasurement {
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

  /**
   * Half the width of the interval that holds the mean of the distribution with a probability of 95
   * %, by Student's t.
   *
   * @return the half width; NaN for a single value
   */
  public double halfInterval() {
    int freedom = values.size() - 1;
    return freedom < 1
        ? Double.NaN
        : new TDistribution(freedom).inverseCumulativeProbability(0.975)
            * deviation()
            / Math.sqrt(values.size());
  }
}
