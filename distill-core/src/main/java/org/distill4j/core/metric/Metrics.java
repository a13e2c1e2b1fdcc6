package org.distill4j.core.metric;

import org.distill4j.core.metric.RowMean.PerExample;
import org.distill4j.core.metric.RowMean.Scale;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.train.Metric;
import org.distill4j.train.Metric.Goal;
import org.distill4j.train.Metric.Needs;

/**
 * The metrics of classifiers, on the outputs named "logits" and the labels named "labels". Examples
 * without a label (−1) do not count where labels are used; where nothing counts, the value is NaN,
 * and so it is where the logits of an example that counts are not numbers. The top class at a tie
 * is the first one. Several teachers are taken together by the mean of their probabilities.
 */
public final class Metrics {
  private Metrics() {}

  /** {@return the share of examples whose top class is the label, in [0, 1]} */
  public static Metric accuracy() {
    return labelled("accuracy", Goal.MAXIMIZE, Scale.MEAN, Metrics::hit);
  }

  /** {@return the number of examples whose top class is not the label} */
  public static Metric errors() {
    return labelled("errors", Goal.MINIMIZE, Scale.SUM, (row, label) -> 1 - hit(row, label));
  }

  /** {@return the mean of −log p(label) over the examples, in nats} */
  public static Metric crossEntropy() {
    return labelled("crossEntropy", Goal.MINIMIZE, Scale.MEAN, (row, label) -> -row[label]);
  }

  /** {@return the share of examples on which model and teachers have the same top class} */
  public static Metric agreement() {
    return taught(
        "agreement",
        Goal.MAXIMIZE,
        (student, teacher) -> equal(Rows.top(student), Rows.top(teacher)));
  }

  /** {@return the mean of KL(teacher ‖ model) at temperature 1 over the examples, in nats} */
  public static Metric klToTeacher() {
    return taught("klToTeacher", Goal.MINIMIZE, Rows::divergence);
  }

  /** {@return the expected calibration error in 15 bins (Guo et al. 2017)} */
  public static Metric calibrationError() {
    return calibrationError(15);
  }

  /**
   * The expected calibration error (Guo et al. 2017, eq. 3).
   *
   * @param bins the number of bins of equal width, at least 1
   * @return the metric
   */
  public static Metric calibrationError(int bins) {
    return new CalibrationError(bins, Outputs.LOGITS, Batch.LABELS);
  }

  @FunctionalInterface
  private interface ByLabel {
    double of(double[] logProbabilities, int label);
  }

  @FunctionalInterface
  private interface ByTeacher {
    double of(double[] student, double[] teacher);
  }

  private static Metric labelled(String name, Goal goal, Scale scale, ByLabel each) {
    PerExample values =
        (batch, student, teachers, counted) -> {
          double[][] rows = Rows.logSoftmax("model", student, Outputs.LOGITS, batch);
          int[] labels = Rows.labels(batch, Batch.LABELS, rows[0].length);
          for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= 0) {
              counted.accept(each.of(rows[i], labels[i]));
            }
          }
        };
    return new RowMean(name, goal, Needs.STUDENT, scale, values);
  }

  private static Metric taught(String name, Goal goal, ByTeacher each) {
    PerExample values =
        (batch, student, teachers, counted) -> {
          double[][] rows = Rows.logSoftmax("model", student, Outputs.LOGITS, batch);
          double[][] wanted = Teachers.logMean(name, teachers, batch, rows[0].length);
          for (int i = 0; i < rows.length; i++) {
            counted.accept(each.of(rows[i], wanted[i]));
          }
        };
    return new RowMean(name, goal, Needs.STUDENT_AND_TEACHERS, Scale.MEAN, values);
  }

  private static double hit(double[] row, int label) {
    return equal(Rows.top(row), label);
  }

  /** 1 or 0; NaN where one is none. */
  private static double equal(double top, double other) {
    return Double.isNaN(top + other) ? Double.NaN : top == other ? 1 : 0;
  }
}
