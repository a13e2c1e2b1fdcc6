package org.distill4j.core.metric;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.distill4j.core.metric.RowMean.PerExample;
import org.distill4j.core.metric.RowMean.Scale;
import org.distill4j.train.Metric;
import org.distill4j.train.Metric.Goal;
import org.distill4j.train.Metric.Needs;

/**
 * The metrics of classifiers, on the outputs named "logits", (batch, classes), and the labels named
 * "labels", (batch), unless {@link #forHead} names others; or (batch, …, classes) and (batch, …),
 * where each position counts as an example does. Examples without a label (−1) do not count where
 * labels are used; where nothing counts, the value is NaN, and so it is where the logits of an
 * example that counts are not numbers. The top class at a tie is the first one. Several teachers
 * are taken together by the mean of their probabilities.
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

  /**
   * Returns the share of examples whose label is among the classes of the largest logits. Of equal
   * ones the first count.
   *
   * @param k how many classes, at least 1
   * @return the metric
   * @throws IllegalArgumentException if it is below 1
   */
  public static Metric topKAccuracy(int k) {
    if (k < 1) {
      throw new IllegalArgumentException(
          "Top-k accuracy with k = " + k + ", expected at least 1.\nMaybe 5 was meant.");
    }
    return labelled(
        "top" + k + "Accuracy",
        Goal.MAXIMIZE,
        Scale.MEAN,
        (row, label) -> Double.isNaN(row[0]) ? Double.NaN : place(row, label) < k ? 1 : 0);
  }

  /** Returns how many classes come before one. */
  private static int place(double[] row, int label) {
    int before = 0;
    for (int i = 0; i < row.length; i++) {
      before += row[i] > row[label] || (row[i] == row[label] && i < label) ? 1 : 0;
    }
    return before;
  }

  /**
   * Returns an average of the classes' precisions: the share of the examples with a top class whose
   * label it is; 0 for a class that is never the top one.
   *
   * @param average how classes become one number
   * @return the metric
   */
  public static Metric precision(Average average) {
    return averaged("precision", average, confusion -> confusion::precision);
  }

  /**
   * Returns the precision of one class.
   *
   * @param c the class
   * @return the metric; NaN where the class occurs neither as a label nor as a top class
   */
  public static Metric precision(int c) {
    return ofClass("precision", c, confusion -> confusion::precision);
  }

  /**
   * Returns an average of the classes' recalls: the share of the examples of a class whose top
   * class it is; 0 for a class without examples.
   *
   * @param average how classes become one number
   * @return the metric
   */
  public static Metric recall(Average average) {
    return averaged("recall", average, confusion -> confusion::recall);
  }

  /**
   * Returns the recall of one class.
   *
   * @param c the class
   * @return the metric; NaN where the class occurs neither as a label nor as a top class
   */
  public static Metric recall(int c) {
    return ofClass("recall", c, confusion -> confusion::recall);
  }

  /**
   * Returns an average of the classes' F1 = 2 · precision · recall / (precision + recall).
   *
   * @param average how classes become one number
   * @return the metric
   */
  public static Metric f1(Average average) {
    return averaged("f1", average, confusion -> confusion::f1);
  }

  /**
   * Returns F1 of one class.
   *
   * @param c the class
   * @return the metric; NaN where the class occurs neither as a label nor as a top class
   */
  public static Metric f1(int c) {
    return ofClass("f1", c, confusion -> confusion::f1);
  }

  /** {@return the mean recall over the classes that have examples, for classes of unlike sizes} */
  public static Metric balancedAccuracy() {
    return new ConfusionMetric("balancedAccuracy", Confusion::balancedAccuracy);
  }

  /**
   * Returns the mean over the classes of intersection over union: the examples, or pixels, that are
   * of a class and have it as the top class, over those that are or have it.
   *
   * @return the metric
   */
  public static Metric iou() {
    return new ConfusionMetric(
        "iou", confusion -> confusion.average(Average.MACRO, confusion::iou));
  }

  /**
   * Returns intersection over union of one class.
   *
   * @param c the class
   * @return the metric; NaN where the class occurs neither as a label nor as a top class
   */
  public static Metric iou(int c) {
    return ofClass("iou", c, confusion -> confusion::iou);
  }

  /**
   * Returns the area under the ROC curve of one class against the others, by its probability: the
   * share of pairs of an example of the class and another that are ranked right, a tie counting ½.
   *
   * @param c the class
   * @return the metric; NaN where all examples, or none, are of the class
   */
  public static Metric auroc(int c) {
    return new RankMetric("auroc" + ofClass(c), OptionalInt.of(c), RankMetric::auroc);
  }

  /** {@return the mean of {@link #auroc(int)} over the classes where it is a number} */
  public static Metric auroc() {
    return new RankMetric("auroc", OptionalInt.empty(), RankMetric::auroc);
  }

  /**
   * Returns the average precision of one class against the others: Σ (recall − recall before) ·
   * precision over its distinct probabilities, from the largest on.
   *
   * @param c the class
   * @return the metric; NaN where all examples, or none, are of the class
   */
  public static Metric averagePrecision(int c) {
    return new RankMetric(
        "averagePrecision" + ofClass(c), OptionalInt.of(c), RankMetric::averagePrecision);
  }

  /** {@return the mean of {@link #averagePrecision(int)} over the classes where it is a number} */
  public static Metric averagePrecision() {
    return new RankMetric("averagePrecision", OptionalInt.empty(), RankMetric::averagePrecision);
  }

  private static Metric averaged(
      String name, Average average, Function<Confusion, IntToDoubleFunction> number) {
    String kind = average.name().charAt(0) + average.name().substring(1).toLowerCase(Locale.ROOT);
    return new ConfusionMetric(
        name + kind, confusion -> confusion.average(average, number.apply(confusion)));
  }

  private static Metric ofClass(
      String name, int c, Function<Confusion, IntToDoubleFunction> number) {
    return new ConfusionMetric(
        name + ofClass(c), confusion -> confusion.ofClass(c, number.apply(confusion)));
  }

  private static String ofClass(int c) {
    if (c < 0) {
      throw new IllegalArgumentException(
          "A metric of class " + c + ", expected at least 0.\nMaybe leave the class out.");
    }
    return "Class" + c;
  }

  /** {@return the mean of −log p(label) over the examples, in nats; also called log-loss} */
  public static Metric crossEntropy() {
    return labelled("crossEntropy", Goal.MINIMIZE, Scale.MEAN, (row, label) -> -row[label]);
  }

  /** {@return the share of examples on which model and teachers have the same top class} */
  public static Metric agreement() {
    return taught(
        "agreement",
        Goal.MAXIMIZE,
        (student, teacher) -> equal(LogitRows.top(student), LogitRows.top(teacher)));
  }

  /** {@return the mean of KL(teacher ‖ model) at temperature 1 over the examples, in nats} */
  public static Metric klToTeacher() {
    return taught("klToTeacher", Goal.MINIMIZE, LogitRows::divergence);
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
    return new CalibrationError(bins, MetricInput.usual());
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
        (of, batch, student, teachers) -> {
          double[][] rows = LogitRows.logSoftmax("model", student, of.output(), batch);
          int[] labels = LogitRows.labels(batch, of.labels(), student.get(of.output()));
          return each(
              rows.length,
              i ->
                  labels[i] < 0
                      ? OptionalDouble.empty()
                      : OptionalDouble.of(each.of(rows[i], labels[i])));
        };
    return new RowMean(name, goal, Needs.STUDENT, scale, values, MetricInput.usual());
  }

  private static Metric taught(String name, Goal goal, ByTeacher each) {
    PerExample values =
        (of, batch, student, teachers) -> {
          double[][] rows = LogitRows.logSoftmax("model", student, of.output(), batch);
          double[][] wanted =
              TeacherMean.logMean(name, of.output(), teachers, batch, rows[0].length);
          return each(rows.length, i -> OptionalDouble.of(each.of(rows[i], wanted[i])));
        };
    Needs needs = Needs.STUDENT_AND_TEACHERS;
    return new RowMean(name, goal, needs, Scale.MEAN, values, MetricInput.usual());
  }

  private static OptionalDouble[] each(int rows, IntFunction<OptionalDouble> number) {
    return IntStream.range(0, rows).mapToObj(number).toArray(OptionalDouble[]::new);
  }

  /**
   * Returns a metric in which examples or positions have weights, as a mask of padding has. The
   * name of the weights follows the metric's, for example "accuracy.attention_mask".
   *
   * @param metric one of this class, of {@link SigmoidMetrics} or of {@link NumberMetrics}, where
   *     the weights of Spearman's correlation change no ranks
   * @param weights the name of the weights among the labels or the inputs, FLOAT32 or INT32, finite
   *     and at least 0: one for each position, or for each example
   * @return the metric
   * @throws IllegalArgumentException if it is another metric
   */
  public static Metric weighted(Metric metric, String weights) {
    MetricInput.Movable plain = movable(metric, "the weights \"" + weights + "\"");
    return plain.of(plain.measured().weighted(weights));
  }

  /**
   * Returns the same metric for one head of several. The name of another output than "logits"
   * follows the metric's, for example "f1Macro.colour"; else that of other labels than "labels"
   * does.
   *
   * @param metric one of this class, of {@link SigmoidMetrics} or of {@link NumberMetrics}
   * @param output the name of the output of model and teachers
   * @param labels the name of the labels; not read by a metric that compares with teachers
   * @return the metric
   * @throws IllegalArgumentException if it is another metric
   */
  public static Metric forHead(Metric metric, String output, String labels) {
    MetricInput.Movable plain = movable(metric, "the output \"" + output + "\"");
    return plain.of(plain.measured().head(output, labels));
  }

  private static MetricInput.Movable movable(Metric metric, String given) {
    if (metric instanceof MetricInput.Movable plain) {
      return plain;
    }
    throw new IllegalArgumentException(
        "The metric "
            + metric.name()
            + " was given "
            + given
            + ", expected a metric of Metrics, SigmoidMetrics or NumberMetrics.\n"
            + "Maybe it reads what it is to measure from its own arguments.");
  }

  private static double hit(double[] row, int label) {
    return equal(LogitRows.top(row), label);
  }

  /** Returns 1 or 0; NaN where one is not a number. */
  private static double equal(double top, double other) {
    return Double.isNaN(top + other) ? Double.NaN : top == other ? 1 : 0;
  }
}
