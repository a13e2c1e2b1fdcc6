package org.distill4j.core.metric;

import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.train.Metric;
import org.distill4j.train.Metric.Goal;

/**
 * The metrics of models that give numbers: outputs FLOAT32 (batch, …) against labels FLOAT32 of as
 * many values. They read the output "logits" and the labels "labels" unless others are named; the
 * name of another output follows the metric's, for example "rmse.height". Where a value is not a
 * number, so is the metric.
 */
public final class NumberMetrics {
  private NumberMetrics() {}

  /** {@return √(mean over all values of (output − label)²)} */
  public static Metric rmse() {
    return rmse(Outputs.LOGITS, Batch.LABELS);
  }

  /**
   * Returns √(mean over all values of (output − label)²).
   *
   * @param output the output's name
   * @param labels the labels' name
   * @return the metric
   */
  public static Metric rmse(String output, String labels) {
    return new NumberMetric("rmse", Goal.MINIMIZE, output, labels, NumberMetrics::rootMeanSquare);
  }

  private static double rootMeanSquare(NumberColumns columns) {
    return Math.sqrt(
        columns.mean(
            (student, wanted, weights) ->
                mean(student, wanted, weights, (s, w) -> (s - w) * (s - w))));
  }

  /** {@return the mean over all values of |output − label|} */
  public static Metric mae() {
    return mae(Outputs.LOGITS, Batch.LABELS);
  }

  /**
   * Returns the mean over all values of |output − label|.
   *
   * @param output the output's name
   * @param labels the labels' name
   * @return the metric
   */
  public static Metric mae(String output, String labels) {
    return new NumberMetric(
        "mae",
        Goal.MINIMIZE,
        output,
        labels,
        columns ->
            columns.mean(
                (student, wanted, weights) ->
                    mean(student, wanted, weights, (s, w) -> Math.abs(s - w))));
  }

  /** {@return R², as {@link #r2(String, String)}} */
  public static Metric r2() {
    return r2(Outputs.LOGITS, Batch.LABELS);
  }

  /**
   * Returns the coefficient of determination, R² = 1 − Σ(output − label)² / Σ(label − mean label)²;
   * where an example has several values, the mean over them.
   *
   * @param output the output's name
   * @param labels the labels' name
   * @return the metric; NaN where all labels are the same
   */
  public static Metric r2(String output, String labels) {
    return new NumberMetric(
        "r2", Goal.MAXIMIZE, output, labels, columns -> columns.mean(NumberMetrics::determination));
  }

  private static double determination(double[] student, double[] wanted, double[] weights) {
    double mean = mean(wanted, wanted, weights, (w, same) -> w);
    double spread = mean(wanted, wanted, weights, (w, same) -> (w - mean) * (w - mean));
    double error = mean(student, wanted, weights, (s, w) -> (s - w) * (s - w));
    return spread == 0 ? Double.NaN : 1 - error / spread;
  }

  /** {@return Spearman's correlation, as {@link #spearman(String, String)}} */
  public static Metric spearman() {
    return spearman(Outputs.LOGITS, Batch.LABELS);
  }

  /**
   * Returns Spearman's rank correlation: Pearson's of the ranks, those of equal values being their
   * mean; where an example has several values, the mean over them.
   *
   * @param output the output's name
   * @param labels the labels' name
   * @return the metric; NaN where all outputs or all labels are the same
   */
  public static Metric spearman(String output, String labels) {
    return new NumberMetric(
        "spearman",
        Goal.MAXIMIZE,
        output,
        labels,
        columns ->
            columns.mean(
                (student, wanted, weights) ->
                    pearson(Ranks.compute(student), Ranks.compute(wanted), weights)));
  }

  static double pearson(double[] a, double[] b, double[] weights) {
    double meanA = mean(a, a, weights, (x, same) -> x);
    double meanB = mean(b, b, weights, (y, same) -> y);
    double product = mean(a, b, weights, (x, y) -> (x - meanA) * (y - meanB));
    double spread =
        mean(a, a, weights, (x, same) -> (x - meanA) * (x - meanA))
            * mean(b, b, weights, (y, same) -> (y - meanB) * (y - meanB));
    return spread == 0 ? Double.NaN : product / Math.sqrt(spread);
  }

  /**
   * Returns the mean over the examples of the cosine between an output and the labels.
   *
   * @param output the output's name
   * @param labels the labels' name
   * @return the metric; NaN where one of both is all zeros
   */
  public static Metric cosine(String output, String labels) {
    return new NumberMetric("cosine", Goal.MAXIMIZE, output, labels, NumberColumns::cosine);
  }

  /**
   * Returns the mean over the examples of the cosine between an output and the same output of the
   * teachers; of several teachers, their mean counts.
   *
   * @param output the output's name
   * @return the metric; NaN where one of both is all zeros
   */
  public static Metric cosineToTeacher(String output) {
    return new NumberMetric("cosineToTeacher", output, NumberColumns::cosine);
  }

  /** Joins a value and the expected value. */
  private interface Pair {
    double of(double student, double wanted);
  }

  private static double mean(double[] student, double[] wanted, double[] weights, Pair pair) {
    double sum = 0;
    double all = 0;
    for (int i = 0; i < student.length; i++) {
      sum += weights[i] * pair.of(student[i], wanted[i]);
      all += weights[i];
    }
    return sum / all;
  }
}
