package org.distill4j.core.metric;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.distill4j.core.loss.SigmoidDistillationLoss.Task;
import org.distill4j.train.Metric;
import org.distill4j.train.Metric.Goal;

/**
 * The metrics of models whose logits each decide one binary question: one of two classes by a
 * single logit, or many labels. They read the output "logits" and the labels "labels", unless
 * {@link Metrics#forHead} names others, INT32 or FLOAT32: 1 where it holds (½ and above), 0 where
 * it does not, −1 where it is unknown and does not count. The model predicts that it holds where
 * the logit is above 0. Logits are (batch, …) or (batch, …, 1), or, of many labels, (batch, …,
 * labels); each position counts as an example does. Where nothing counts, or a logit that counts is
 * not a number, the value is NaN.
 *
 * <p>Names of metrics begin with "binary" or "multiLabel".
 */
public final class SigmoidMetrics {
  private SigmoidMetrics() {}

  /**
   * Returns the share of known labels about which the model is right.
   *
   * @param task what the logits are of
   * @return the metric
   */
  public static Metric accuracy(Task task) {
    return metric(task, "accuracy", Goal.MAXIMIZE, SigmoidScores::accuracy);
  }

  /**
   * Returns the share of examples whose known labels are all predicted right.
   *
   * @param task what the logits are of
   * @return the metric
   */
  public static Metric exactMatch(Task task) {
    return metric(task, "exactMatch", Goal.MAXIMIZE, SigmoidScores::exactMatch);
  }

  /**
   * Returns the mean of −y · log σ(z) − (1 − y) · log(1 − σ(z)) over known labels, in nats.
   *
   * @param task what the logits are of
   * @return the metric
   */
  public static Metric crossEntropy(Task task) {
    return metric(task, "crossEntropy", Goal.MINIMIZE, SigmoidScores::crossEntropy);
  }

  /**
   * Returns the share of the predicted positives that hold.
   *
   * @param task what the logits are of
   * @param average how labels become one number; all the same where there is one
   * @return the metric; 0 for a label that the model never predicts
   */
  public static Metric precision(Task task, Average average) {
    return averaged(task, "precision", average, counts -> counts.precision(1));
  }

  /**
   * Returns the share of the positive labels that the model finds.
   *
   * @param task what the logits are of
   * @param average how labels become one number; all the same where there is one
   * @return the metric; 0 for a label that never holds
   */
  public static Metric recall(Task task, Average average) {
    return averaged(task, "recall", average, counts -> counts.recall(1));
  }

  /**
   * Returns F1 = 2 · precision · recall / (precision + recall).
   *
   * @param task what the logits are of
   * @param average how labels become one number; all the same where there is one
   * @return the metric
   */
  public static Metric f1(Task task, Average average) {
    return averaged(task, "f1", average, counts -> counts.f1(1));
  }

  /**
   * Returns the area under the ROC curve, the mean over labels that hold in some examples and not
   * in others.
   *
   * @param task what the logits are of
   * @return the metric
   */
  public static Metric auroc(Task task) {
    return metric(task, "auroc", Goal.MAXIMIZE, scores -> scores.ranked(RankMetric::auroc));
  }

  /**
   * Returns the average precision, the mean over labels that hold in some examples and not in
   * others.
   *
   * @param task what the logits are of
   * @return the metric
   */
  public static Metric averagePrecision(Task task) {
    return metric(
        task,
        "averagePrecision",
        Goal.MAXIMIZE,
        scores -> scores.ranked(RankMetric::averagePrecision));
  }

  private static Metric averaged(
      Task task, String name, Average average, ToDoubleFunction<Confusion> number) {
    String kind = average.name().charAt(0) + average.name().substring(1).toLowerCase(Locale.ROOT);
    return metric(
        task,
        task == Task.BINARY ? name : name + kind,
        Goal.MAXIMIZE,
        scores -> scores.averaged(average, number));
  }

  private static Metric metric(
      Task task, String name, Goal goal, ToDoubleFunction<SigmoidScores> number) {
    String first = task == Task.BINARY ? "binary" : "multiLabel";
    String full = first + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return new SigmoidMetric(full, goal, task, number, MetricInput.usual());
  }
}
