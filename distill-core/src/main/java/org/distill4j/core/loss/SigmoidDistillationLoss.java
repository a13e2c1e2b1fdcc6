package org.distill4j.core.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.loss.LogitUse;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * The distillation objective for logits that each decide one binary question: one of two classes by
 * a single logit, or many labels of which several may hold. With student logits s, teacher logits
 * t, labels y in [0, 1], temperature T and weight α:
 *
 * <pre>
 * soft  = T² · KL( Bernoulli(σ(t / T)) ‖ Bernoulli(σ(s / T)) )
 * hard  = −y · log σ(s) − (1 − y) · log(1 − σ(s))
 * total = α · soft + (1 − α) · hard
 * </pre>
 *
 * <p>Both are averaged over the batch, and over positions if there are any; many labels are summed,
 * as classes are in {@link DistillationLoss}. A label of −1 is unknown and takes part in the soft
 * term alone: the hard one is then the mean over the known labels times the number of labels. Both
 * are computed from log-softmaxes of (0, logit), so they are finite for all finite logits. The
 * gradient in s of one label is α · T · (σ(s / T) − σ(t / T)) + (1 − α) · (σ(s) − y) before it is
 * averaged.
 *
 * <p>Where α is always 1 no labels are needed, where it is always 0 no teacher; that term is not
 * reported then. Otherwise the terms are "total", "soft" and "hard", the latter two before they are
 * weighted by α.
 *
 * @param task what the logits are of
 * @param temperature T, above 0, step by step
 * @param alpha α in [0, 1], the weight of the soft term, step by step
 * @param output the name of the logits in the outputs of student and teacher
 * @param labels the name of the labels, INT32 or FLOAT32
 * @param classWeights the weights of labels of 0 and of 1 in the hard term; none for equal ones
 * @param weighting further weights of examples or positions, in both terms
 */
public record SigmoidDistillationLoss(
    Task task,
    Schedule temperature,
    Schedule alpha,
    String output,
    String labels,
    List<Double> classWeights,
    Weighting weighting)
    implements Loss {
  /** What the logits describe. */
  public enum Task {
    /** One of two classes: logits (batch, …) or (batch, …, 1), labels (batch, …). */
    BINARY,
    /** Many labels: logits and labels (batch, …, labels). */
    MULTI_LABEL
  }

  /**
   * Checks T and α of the first step, and the weights.
   *
   * @throws IllegalArgumentException if T or α start out of range, or a weight is
   */
  public SigmoidDistillationLoss {
    CheckedSchedule.temperature(temperature).requireStart();
    CheckedSchedule.alpha(alpha).requireStart();
    classWeights = ClassWeights.checked(labels, classWeights);
    ClassWeights.requireCount(labels, classWeights, 2);
  }

  /**
   * The objective without weights.
   *
   * @param task what the logits are of
   * @param temperature T, above 0, step by step
   * @param alpha α, the weight of the soft term, step by step
   * @param output the name of the logits in the outputs of student and teacher
   * @param labels the name of the labels
   * @throws IllegalArgumentException if T or α start out of range
   */
  public SigmoidDistillationLoss(
      Task task, Schedule temperature, Schedule alpha, String output, String labels) {
    this(task, temperature, alpha, output, labels, List.of(), Weighting.none());
  }

  /**
   * The objective for one of two classes by a single logit.
   *
   * @param temperature T, above 0
   * @param alpha α in [0, 1], the weight of the soft term
   * @return the loss on "logits" and "labels"
   * @throws IllegalArgumentException if T or α are out of range
   */
  public static SigmoidDistillationLoss binary(double temperature, double alpha) {
    return of(Task.BINARY, temperature, alpha);
  }

  /**
   * The objective for many labels, each with a logit of its own.
   *
   * @param temperature T, above 0
   * @param alpha α in [0, 1], the weight of the soft term
   * @return the loss on "logits" and "labels"
   * @throws IllegalArgumentException if T or α are out of range
   */
  public static SigmoidDistillationLoss multiLabel(double temperature, double alpha) {
    return of(Task.MULTI_LABEL, temperature, alpha);
  }

  private static SigmoidDistillationLoss of(Task task, double temperature, double alpha) {
    return new SigmoidDistillationLoss(
        task,
        Schedule.constant(temperature),
        Schedule.constant(alpha),
        Outputs.LOGITS,
        Batch.LABELS);
  }

  /**
   * The same objective for one head of several.
   *
   * @param output the name of the logits in the outputs of student and teacher
   * @param labels the name of the labels
   * @return the changed loss
   */
  public SigmoidDistillationLoss forHead(String output, String labels) {
    return new SigmoidDistillationLoss(
        task, temperature, alpha, output, labels, classWeights, weighting);
  }

  /**
   * The same objective with weights of labels of 0 and of 1 in the hard term.
   *
   * @param weights the weight of labels of 0 and that of labels of 1, finite and at least 0
   * @return the changed loss
   * @throws IllegalArgumentException if a weight is out of range, or there are not two
   */
  public SigmoidDistillationLoss withClassWeights(double... weights) {
    List<Double> all = Arrays.stream(weights).boxed().toList();
    return new SigmoidDistillationLoss(task, temperature, alpha, output, labels, all, weighting);
  }

  /**
   * The same objective with further weights of examples or positions in both terms.
   *
   * @param other the weights
   * @return the changed loss
   */
  public SigmoidDistillationLoss weighted(Weighting other) {
    return new SigmoidDistillationLoss(
        task, temperature, alpha, output, labels, classWeights, weighting.times(other));
  }

  @Override
  public Optional<String> requiredLabels() {
    return LossBlend.requiredLabels(alpha, labels);
  }

  @Override
  public LossTerms compute(Signals signals) {
    Tensor student = logits("student", signals.student());
    return LossBlend.of(signals, alpha, () -> soft(signals, student), () -> hard(signals, student));
  }

  private Tensor soft(Signals signals, Tensor student) {
    signals.declare(new LogitUse(output, LogitUse.Kind.LABELS, temperature));
    Tensor divisor = Logits.temperature(signals, temperature);
    Tensor teacher = logits("teacher", signals.teacher());
    Logits.requireSameClasses(student, teacher);
    LogitPair logits = new LogitPair(student, teacher).divided(divisor, temperature);
    Tensor each = BernoulliLogits.divergence(logits.teacher(), logits.student());
    return mean(signals, each, weighting).mul(divisor.square());
  }

  private Tensor hard(Signals signals, Tensor logits) {
    Tensor wanted = signals.binaryLabels(labels);
    Logits.requireShape(labels, wanted, logits.shape(), "one label for each logit");
    Tensor each = BernoulliLogits.crossEntropy(logits, wanted);
    return mean(signals, each, ClassWeights.of(labels, classWeights).times(weighting));
  }

  private Tensor mean(Signals signals, Tensor each, Weighting weights) {
    double summed = task == Task.MULTI_LABEL ? each.shape().dim(-1) : 1;
    return signals.mean(each, weights).mul(summed);
  }

  private Tensor logits(String whose, Outputs outputs) {
    Tensor logits = Logits.named(whose, outputs, output);
    Shape shape = logits.shape();
    boolean single = task == Task.BINARY && shape.rank() > 1 && shape.dim(-1) == 1;
    return single ? logits.reshape(Arrays.copyOf(shape.dims(), shape.rank() - 1)) : logits;
  }
}
