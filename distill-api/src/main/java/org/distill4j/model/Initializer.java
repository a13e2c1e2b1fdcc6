package org.distill4j.model;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.distill4j.tensor.Shape;

/** Fills a parameter with its initial values, on the host. */
@FunctionalInterface
public interface Initializer {
  /**
   * Fills an array.
   *
   * @param values the values to set, in row-major order
   * @param shape the parameter's shape
   * @param random the source of randomness, seeded for this parameter alone
   */
  void fill(float[] values, Shape shape, RandomGenerator random);

  /**
   * Returns an initializer that sets all elements to one value.
   *
   * @param value the value
   * @return the initializer
   */
  static Initializer constant(double value) {
    return (values, shape, random) -> Arrays.fill(values, (float) value);
  }
}
