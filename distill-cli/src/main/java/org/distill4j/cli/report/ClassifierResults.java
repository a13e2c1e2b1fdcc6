package org.distill4j.cli.report;

import org.distill4j.core.metric.LogitRows;
import org.distill4j.core.metric.ReliabilityBins;

/** The predictions of a classifier against the labels: its confusions and its confidence. */
public final class ClassifierResults {
  /** The number of bins of equal width of confidence. */
  static final int BINS = 15;

  private final long[][] confusion;
  private final ReliabilityBins reliability = new ReliabilityBins(BINS);

  ClassifierResults(int classes) {
    this.confusion = new long[classes][classes];
  }

  /** Adds a row's label, −1 for none, and the log-probabilities of the classes. */
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

  /** Returns the number of examples of a class that were predicted as another, or as itself. */
  long taken(int label, int predicted) {
    return confusion[label][predicted];
  }

  /** Returns the labelled examples by confidence. */
  ReliabilityBins reliability() {
    return reliability;
  }
}
