package org.distill4j.onnx;

import java.util.Arrays;

/** The range of the values seen in calibration that eight bits cover. */
public sealed interface ActivationRange {
  /** From the smallest value seen to the largest. */
  record MinMax() implements ActivationRange {
    @Override
    public Bounds of(float... values) {
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (float value : values) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      return new Bounds(low, high);
    }

    @Override
    public Bounds join(Bounds seen, Bounds next, int batches) {
      return new Bounds(Math.min(seen.low(), next.low()), Math.max(seen.high(), next.high()));
    }
  }

  /**
   * The middle part of each batch's values, averaged over the batches. The few values outside are
   * cut off, so that those inside get finer steps.
   *
   * @param share the share of values at or below the upper bound, and at or above the lower one; in
   *     (0.5, 1]
   */
  record Percentile(double share) implements ActivationRange {
    /**
     * Checks the share.
     *
     * @throws IllegalArgumentException if it is outside of (0.5, 1]
     */
    public Percentile {
      if (!(share > 0.5 && share <= 1)) {
        throw new IllegalArgumentException(
            "The share of a percentile range is "
                + share
                + ", expected it in (0.5, 1].\nMaybe it was given in percent.");
      }
    }

    @Override
    public Bounds of(float... values) {
      float[] sorted = values.clone();
      Arrays.sort(sorted);
      int cut = (int) Math.floor((1 - share) * sorted.length);
      return new Bounds(sorted[cut], sorted[sorted.length - 1 - cut]);
    }

    @Override
    public Bounds join(Bounds seen, Bounds next, int batches) {
      float weight = 1f / (batches + 1);
      return new Bounds(
          seen.low() + weight * (next.low() - seen.low()),
          seen.high() + weight * (next.high() - seen.high()));
    }
  }

  /**
   * A range of values.
   *
   * @param low the lower end
   * @param high the upper end
   */
  record Bounds(float low, float high) {}

  /** {@return the range from the smallest value seen to the largest} */
  static ActivationRange minMax() {
    return new MinMax();
  }

  /**
   * Returns the middle part of the values.
   *
   * @param share the share of values at or below the upper bound, say 0.9999; in (0.5, 1]
   * @return the range
   */
  static ActivationRange percentile(double share) {
    return new Percentile(share);
  }

  /**
   * Returns the range of one batch's values.
   *
   * @param values at least one
   * @return the range
   */
  Bounds of(float... values);

  /**
   * Returns the range of several batches.
   *
   * @param seen the range of the batches so far
   * @param next the range of one more
   * @param batches the number of batches so far
   * @return the range of all of them
   */
  Bounds join(Bounds seen, Bounds next, int batches);
}
