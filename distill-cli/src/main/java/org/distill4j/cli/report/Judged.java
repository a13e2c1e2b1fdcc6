package org.distill4j.cli.report;

import java.util.Arrays;

/** How a classifier's predictions hold against the labels: what it takes for what, and how sure. */
public final class Judged {
  /** The bins of equal width of confidence. */
  static final int BINS = 15;

  private final long[][] confusion;
  private final long[] counts = new long[BINS];
  private final long[] right = new long[BINS];
  private final double[] confidence = new double[BINS];

  Judged(int classes) {
    this.confusion = new long[classes][classes];
  }

  /** Takes a row's label, −1 for none, and the probabilities of the classes. */
  void add(int label, double... probabilities) {
    if (label < 0 || label >= confusion.length) {
      return;
    }
    int top = top(probabilities);
    confusion[label][top]++;
    int bin = Math.min(BINS - 1, (int) (probabilities[top] * BINS));
    counts[bin]++;
    confidence[bin] += probabilities[top];
    right[bin] += top == label ? 1 : 0;
  }

  static int top(double... probabilities) {
    int top = 0;
    for (int i = 1; i < probabilities.length; i++) {
      top = probabilities[i] > probabilities[top] ? i : top;
    }
    return top;
  }

  int classes() {
    return confusion.length;
  }

  /** The number of examples of a class that were taken for another, or for itself. */
  long taken(int label, int predicted) {
    return confusion[label][predicted];
  }

  long labelled() {
    return Arrays.stream(counts).sum();
  }

  long count(int bin) {
    return counts[bin];
  }

  /** The share of right ones in a bin; NaN in an empty one. */
  double accuracy(int bin) {
    return counts[bin] == 0 ? Double.NaN : (double) right[bin] / counts[bin];
  }

  /** The mean confidence in a bin; NaN in an empty one. */
  double confidence(int bin) {
    return counts[bin] == 0 ? Double.NaN : confidence[bin] / counts[bin];
  }

  /** The expected calibration error (Guo et al. 2017). */
  double error() {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(right[bin] - confidence[bin]);
    }
    return sum / Math.max(1, labelled());
  }
}
