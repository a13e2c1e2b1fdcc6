package org.distill4j.cli.report;

import org.distill4j.core.metric.LogitRows;
import org.distill4j.core.metric.ReliabilityBins;

/** How a classifier's predictions hold against the labels: what it takes for what, and how sure. */
public final class ClassifierResults {
  /** The bins of equal width of confidence. */
  static final int BINS = 15;

  private final long[][] confusion;
  private final ReliabilityBins reliability = new ReliabilityBins(BINS);

  ClassifierResults(int classes) {
    this.confusion = new long[classes][classes];
  }

  /** Takes a row's label, −1 for none, and the log-probabilities of the classes. */
  void add(int label, double... logProbabilities) {
    if (label < 0 || label >= confusion.length) {
      return;
    }
    confusion[label][LogitRows.argmax(logProbabilities)]++;
    reliability.add(logProbabilities, label);
  }

  int classes() {
    return confusion.length;
  }

  /** The number of examples of a class that were taken for another, or for itself. */
  long taken(int label, int predicted) {
    return confusion[label][predicted];
  }

  /** The labelled examples by how sure it was. */
  ReliabilityBins reliability() {
    return reliability;
  }
}
