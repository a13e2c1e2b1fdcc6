package org.distill4j.core.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/**
 * The objective of knowledge distillation (Hinton, Vinyals and Dean 2015, section 2). With student
 * logits s, teacher logits t, both (batch, classes), labels y, temperature T and weight α:
 *
 * <pre>
 * soft  = T² · KL( softmax(t / T) ‖ softmax(s / T) )
 * hard  = cross-entropy( s, y )
 * total = α · soft + (1 − α) · hard
 * </pre>
 *
 * <p>The divergence is summed over classes and averaged over the batch, and computed from
 * log-softmaxes, so it is finite for all finite logits. α weighs the <em>soft</em> term; other
 * frameworks let it weigh the hard one. T² keeps the size of the soft gradient the same when T
 * changes, and is always applied. The gradient in s is
 *
 * <pre>
 * ( α · T · (softmax(s / T) − softmax(t / T)) + (1 − α) · (softmax(s) − onehot(y)) ) / batch
 * </pre>
 *
 * <p>Examples without a label (−1) take part in the soft term alone: the hard term is averaged over
 * the labelled ones, and is 0 where there is none. The terms reported are "total", "soft" and
 * "hard", the latter two before they are weighted by α.
 *
 * <p>Logits may be (batch, …, classes) with a label for each position; then both terms are averaged
 * over positions, the hard one over the labelled ones. Weights of classes are for the hard term,
 * other weights for both, as {@link SoftTargetLoss} and {@link CrossEntropyLoss} say.
 *
 * @param temperature T, above 0, step by step
 * @param alpha α in [0, 1], the weight of the soft term, step by step
 * @param output the name of the logits in the outputs of student and teacher
 * @param labels the name of the labels
 * @param classWeights the weight of each class in the hard term; none for equal ones
 * @param weighting which examples or positions count, and how much
 */
public record DistillationLoss(
    Schedule temperature,
    Schedule alpha,
    String output,
    String labels,
    List<Double> classWeights,
    Weighting weighting)
    implements Loss {
  /** The name of the divergence from the teacher, times T². */
  public static final String SOFT = "soft";

  /** The name of the cross-entropy with the labels. */
  public static final String HARD = "hard";

  /**
   * Checks T and α of the first step; those of later steps are checked when they are reached,
   * before anything of that step has run.
   *
   * @throws IllegalArgumentException if T or α start out of range, or a weight is
   */
  public DistillationLoss {
    classWeights = ClassWeights.checked(labels, classWeights);
    CheckedSchedule.temperature(temperature).requireStart();
    CheckedSchedule.alpha(alpha).requireStart();
  }

  /**
   * The objective without weights.
   *
   * @param temperature T, above 0, step by step
   * @param alpha α, the weight of the soft term, step by step
   * @param output the name of the logits in the outputs of student and teacher
   * @param labels the name of the labels
   * @throws IllegalArgumentException if a number is out of range
   */
  public DistillationLoss(Schedule temperature, Schedule alpha, String output, String labels) {
    this(temperature, alpha, output, labels, List.of(), Weighting.none());
  }

  /**
   * The objective with fixed T and α.
   *
   * @param temperature T, above 0
   * @param alpha α in [0, 1], the weight of the soft term
   * @return the loss on "logits" and "labels"
   * @throws IllegalArgumentException if T or α are out of range
   */
  public static DistillationLoss of(double temperature, double alpha) {
    return of(Schedule.constant(temperature), Schedule.constant(alpha));
  }

  /**
   * The objective with T and α that change from step to step.
   *
   * @param temperature T, above 0
   * @param alpha α in [0, 1], the weight of the soft term
   * @return the loss on "logits" and "labels"
   * @throws IllegalArgumentException if T or α start out of range
   */
  public static DistillationLoss of(Schedule temperature, Schedule alpha) {
    return new DistillationLoss(temperature, alpha, Outputs.LOGITS, Batch.LABELS);
  }

  /**
   * The same objective for one head of several.
   *
   * @param output the name of the logits in the outputs of student and teacher
   * @param labels the name of the labels
   * @return the changed loss
   */
  public DistillationLoss forHead(String output, String labels) {
    return new DistillationLoss(temperature, alpha, output, labels, classWeights, weighting);
  }

  /**
   * The same objective with weights of the labels' classes in the hard term.
   *
   * @param weights the weight of each class, finite and at least 0
   * @return the changed loss
   * @throws IllegalArgumentException if a weight is out of range
   */
  public DistillationLoss withClassWeights(double... weights) {
    List<Double> all = Arrays.stream(weights).boxed().toList();
    return new DistillationLoss(temperature, alpha, output, labels, all, weighting);
  }

  /**
   * The same objective with further weights of examples or positions in both terms, for example a
   * mask of padding.
   *
   * @param other the weights
   * @return the changed loss
   */
  public DistillationLoss weighted(Weighting other) {
    return new DistillationLoss(
        temperature, alpha, output, labels, classWeights, weighting.times(other));
  }

  @Override
  public Optional<String> requiredLabels() {
    return LossBlend.requiredLabels(alpha, labels);
  }

  @Override
  public LossTerms compute(Signals signals) {
    Tensor weight = signals.scheduled(CheckedSchedule.alpha(alpha));
    Tensor soft = new SoftTargetLoss(temperature, output, weighting).compute(signals).total();
    Tensor hard =
        new CrossEntropyLoss(output, labels, 0, classWeights, weighting).compute(signals).total();
    Tensor total = weight.mul(soft).add(Tensor.of(1).sub(weight).mul(hard));
    return LossTerms.total(total).and(SOFT, soft).and(HARD, hard);
  }
}
