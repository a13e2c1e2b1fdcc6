package org.distill4j.core.metric;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The counts, with weights, of each class as the label, as the top class, and as both. */
final class Confusion {
  private double[] labelled = new double[0];
  private double[] predicted = new double[0];
  private double[] hits = new double[0];
  private boolean isNumber = true;

  /**
   * Adds a row of log-probabilities and its class; rows that are not numbers make all values NaN.
   */
  void add(double[] row, int label, double weight) {
    if (labelled.length < row.length) {
      labelled = Arrays.copyOf(labelled, row.length);
      predicted = Arrays.copyOf(predicted, row.length);
      hits = Arrays.copyOf(hits, row.length);
    }
    isNumber &= !Double.isNaN(row[0]);
    int top = LogitRows.argmax(row);
    labelled[label] += weight;
    predicted[top] += weight;
    hits[label] += top == label ? weight : 0;
  }

  /** The share of a class's top classes that are right; 0 where it never is the top class. */
  double precision(int c) {
    return ratio(hits[c], predicted[c]);
  }

  /** The share of a class's examples that are found; 0 where it has none. */
  double recall(int c) {
    return ratio(hits[c], labelled[c]);
  }

  /** Returns 2 · precision · recall / (precision + recall). */
  double f1(int c) {
    return ratio(2 * hits[c], predicted[c] + labelled[c]);
  }

  /** Returns the examples that are of a class and found, over those that are one of both. */
  double iou(int c) {
    return ratio(hits[c], predicted[c] + labelled[c] - hits[c]);
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  /** How often a class is the label. */
  double labelled(int c) {
    return labelled[c];
  }

  /** Returns whether a class is the label or the top class at all. */
  boolean occurs(int c) {
    return c < labelled.length && labelled[c] + predicted[c] > 0;
  }

  /** A number of this where a class occurs; NaN otherwise. */
  double of(int c, ToDoubleFunction<Confusion> number) {
    return isNumber && occurs(c) ? number.applyAsDouble(this) : Double.NaN;
  }

  /** A number of one class; NaN where it occurs neither as a label nor as a top class. */
  double ofClass(int c, IntToDoubleFunction number) {
    return of(c, confusion -> number.applyAsDouble(c));
  }

  double average(Average average, IntToDoubleFunction number) {
    double all = Arrays.stream(labelled).sum();
    if (!isNumber || all == 0) {
      return Double.NaN;
    }
    IntStream classes = IntStream.range(0, labelled.length).filter(this::occurs);
    return switch (average) {
      case MACRO -> classes.mapToDouble(number).average().orElse(Double.NaN);
      case WEIGHTED -> classes.mapToDouble(c -> number.applyAsDouble(c) * labelled[c]).sum() / all;
      case MICRO -> Arrays.stream(hits).sum() / all;
    };
  }

  /** The mean recall over the classes that have examples. */
  double balancedAccuracy() {
    return isNumber
        ? IntStream.range(0, labelled.length)
            .filter(c -> labelled[c] > 0)
            .mapToDouble(this::recall)
            .average()
            .orElse(Double.NaN)
        : Double.NaN;
  }
}
