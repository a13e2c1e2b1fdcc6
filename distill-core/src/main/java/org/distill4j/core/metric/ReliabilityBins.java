package org.distill4j.core.metric;

import java.util.Arrays;

/**
 * The reliability of a classifier (Guo et al. 2017, section 2): examples in bins of equal width by
 * the probability of their top class, bin m of 0 to bins − 1 being (m / bins, (m + 1) / bins].
 */
public final class ReliabilityBins {
  private final long[] counts;
  private final double[] weights;
  private final double[] confidence;
  private final double[] right;

  /**
   * Creates empty bins.
   *
   * @param bins their number, at least 1
   * @throws IllegalArgumentException if it is below 1
   */
  public ReliabilityBins(int bins) {
    requireBins(bins);
    this.counts = new long[bins];
    this.weights = new double[bins];
    this.confidence = new double[bins];
    this.right = new double[bins];
  }

  static void requireBins(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException(
          "Calibration error with " + bins + " bins, expected at least 1.\nMaybe 15 was meant.");
    }
  }

  /**
   * Adds an example.
   *
   * @param logProbabilities the log-probability of each class
   * @param label its class
   */
  public void add(double[] logProbabilities, int label) {
    add(logProbabilities, label, 1);
  }

  /** Adds an example with a weight. */
  void add(double[] logProbabilities, int label, double weight) {
    int top = LogitRows.argmax(logProbabilities);
    double probability = Math.exp(logProbabilities[top]);
    int bins = counts.length;
    int bin = Math.min(bins - 1, Math.max(0, (int) Math.ceil(probability * bins) - 1));
    counts[bin]++;
    weights[bin] += weight;
    confidence[bin] += weight * probability;
    right[bin] += top == label ? weight : 0;
  }

  /**
   * The number of examples in a bin.
   *
   * @param bin the bin, from 0
   * @return their number
   */
  public long count(int bin) {
    return counts[bin];
  }

  /**
   * The share of right ones in a bin.
   *
   * @param bin the bin, from 0
   * @return the share; NaN in an empty one
   */
  public double accuracy(int bin) {
    return right[bin] / weights[bin];
  }

  /**
   * The mean probability of the top class in a bin.
   *
   * @param bin the bin, from 0
   * @return the mean; NaN in an empty one
   */
  public double confidence(int bin) {
    return confidence[bin] / weights[bin];
  }

  /** {@return the number of all examples} */
  public long total() {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    return all;
  }

  /**
   * The expected calibration error (eq. 3 there): Σ over bins of |accuracy − confidence| ·
   * (examples in the bin / all).
   *
   * @return the error; NaN without examples
   */
  public double error() {
    double gaps = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      gaps += Math.abs(right[bin] - confidence[bin]);
    }
    return gaps / Arrays.stream(weights).sum();
  }
}
