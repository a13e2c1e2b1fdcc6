package org.distill4j.core.loss;

import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/**
 * The distillation objective for models that predict a normal distribution of each number, by its
 * mean μ and the logarithm of its variance, ℓ = log σ². With s of the student, t of the teacher,
 * labels y and weight α:
 *
 * <pre>
 * soft  = KL( N(t) ‖ N(s) ) = ½ · ( exp(ℓt − ℓs) − 1 − (ℓt − ℓs) + (μt − μs)² / exp(ℓs) )
 * hard  = −log N(s)(y)      = ½ · ( log 2π + ℓs + (y − μs)² / exp(ℓs) )
 * total = α · soft + (1 − α) · hard
 * </pre>
 *
 * <p>averaged over all values of an example and the batch. The hard term may be below 0. Where α is
 * always 1 no labels are needed, where it is always 0 no teacher; that term is not reported then.
 * Otherwise the terms are "total", "soft" and "hard", the latter two before they are weighted by α.
 *
 * @param alpha α in [0, 1], the weight of the soft term, step by step
 * @param mean the name of the output μ of student and teacher, (batch, …)
 * @param logVariance the name of the output ℓ of student and teacher, of the same shape
 * @param labels the name of the labels, of the same shape; (batch) for outputs (batch, 1)
 * @param weighting which examples, positions or values count, and how much
 */
public record GaussianDistillationLoss(
    Schedule alpha, String mean, String logVariance, String labels, Weighting weighting)
    implements Loss {
  private static final double LOG_2_PI = Math.log(2 * Math.PI);

  /**
   * Checks α of the first step.
   *
   * @throws IllegalArgumentException if α starts out of range
   */
  public GaussianDistillationLoss {
    CheckedSchedule.alpha(alpha).requireStart();
  }

  /**
   * The objective without weights.
   *
   * @param alpha α, the weight of the soft term, step by step
   * @param mean the name of the output μ of student and teacher
   * @param logVariance the name of the output ℓ of student and teacher
   * @param labels the name of the labels
   * @throws IllegalArgumentException if α starts out of range
   */
  public GaussianDistillationLoss(Schedule alpha, String mean, String logVariance, String labels) {
    this(alpha, mean, logVariance, labels, Weighting.none());
  }

  /**
   * The objective with a fixed α.
   *
   * @param alpha α in [0, 1], the weight of the soft term
   * @return the loss on "mean", "logVariance" and "labels"
   * @throws IllegalArgumentException if α is out of range
   */
  public static GaussianDistillationLoss of(double alpha) {
    return new GaussianDistillationLoss(
        Schedule.constant(alpha), "mean", "logVariance", Batch.LABELS);
  }

  /**
   * The same objective with further weights, in both terms.
   *
   * @param other the weights
   * @return the changed loss
   */
  public GaussianDistillationLoss weighted(Weighting other) {
    return new GaussianDistillationLoss(alpha, mean, logVariance, labels, weighting.times(other));
  }

  @Override
  public LossTerms compute(Signals signals) {
    Tensor center = Logits.named("student", signals.student(), mean);
    Tensor spread = Logits.named("student", signals.student(), logVariance);
    Logits.requireSameClasses(center, spread);
    return LossBlend.of(
        signals, alpha, () -> soft(signals, center, spread), () -> hard(signals, center, spread));
  }

  private Tensor soft(Signals signals, Tensor center, Tensor spread) {
    Tensor wanted = Logits.named("teacher", signals.teacher(), mean);
    Tensor wantedSpread = Logits.named("teacher", signals.teacher(), logVariance);
    Logits.requireSameClasses(center, wanted);
    Logits.requireSameClasses(center, wantedSpread);
    Tensor ratio = wantedSpread.sub(spread);
    Tensor divergence =
        ratio.exp().sub(1).sub(ratio).add(distance(center, wanted, spread)).mul(0.5);
    return signals.mean(divergence, weighting);
  }

  private Tensor hard(Signals signals, Tensor center, Tensor spread) {
    Tensor wanted = signals.labels(labels).toFloat();
    Tensor given = RegressionLoss.fitting(center, wanted.shape());
    Tensor logs = RegressionLoss.fitting(spread, wanted.shape());
    Logits.requireShape(labels, wanted, given.shape(), "one number for each of the output");
    Tensor surprise = logs.add(LOG_2_PI).add(distance(given, wanted, logs)).mul(0.5);
    return signals.mean(surprise, weighting);
  }

  private static Tensor distance(Tensor center, Tensor wanted, Tensor spread) {
    return center.sub(wanted).square().mul(spread.negate().exp());
  }
}
