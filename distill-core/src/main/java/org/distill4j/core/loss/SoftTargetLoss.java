package org.distill4j.core.loss;

import org.distill4j.core.function.KlDivergence;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/**
 * The soft term of the objective alone (Hinton, Vinyals and Dean 2015, section 2), for student
 * logits s and teacher logits t, both (batch, classes):
 *
 * <pre>
 * T² · KL( softmax(t / T) ‖ softmax(s / T) )
 * </pre>
 *
 * <p>summed over classes and averaged over the positions, if there are any, and the batch; or over
 * those that count, by their weights. It needs no labels. The gradient in s is T · (softmax(s / T)
 * − softmax(t / T)) / batch. The terms reported are "total" and "soft".
 *
 * @param temperature T, above 0, step by step
 * @param output the name of the logits in the outputs of student and teacher
 * @param weighting which examples or positions count, and how much
 */
public record SoftTargetLoss(Schedule temperature, String output, Weighting weighting)
    implements Loss {
  /**
   * Checks T of the first step; that of later steps is checked when it is reached.
   *
   * @throws IllegalArgumentException if T starts out of range
   */
  public SoftTargetLoss {
    CheckedSchedule.temperature(temperature).requireStart();
  }

  /**
   * Creates the loss without weights.
   *
   * @param temperature T, above 0, step by step
   * @param output the name of the logits in the outputs of student and teacher
   * @throws IllegalArgumentException if a number is out of range
   */
  public SoftTargetLoss(Schedule temperature, String output) {
    this(temperature, output, Weighting.none());
  }

  /**
   * Returns the loss with a fixed T.
   *
   * @param temperature T, above 0
   * @return the loss on "logits"
   * @throws IllegalArgumentException if T is out of range
   */
  public static SoftTargetLoss of(double temperature) {
    return new SoftTargetLoss(Schedule.constant(temperature), Outputs.LOGITS);
  }

  /**
   * Returns the same loss for one head of several.
   *
   * @param output the name of the logits in the outputs of student and teacher
   * @return the changed loss
   */
  public SoftTargetLoss forHead(String output) {
    return new SoftTargetLoss(temperature, output, weighting);
  }

  /**
   * Returns the same loss with further weights of examples or positions, for example a mask of
   * padding.
   *
   * @param other the weights
   * @return the changed loss
   */
  public SoftTargetLoss weighted(Weighting other) {
    return new SoftTargetLoss(temperature, output, weighting.times(other));
  }

  @Override
  public LossTerms compute(Signals signals) {
    LogitPair logits = LogitPair.of(signals, output, temperature);
    Tensor divisor = Logits.temperature(signals, temperature);
    LogitPair logs = logits.rows().divided(divisor, temperature).logSoftmax();
    Tensor each = KlDivergence.of(logs.teacher(), logs.student());
    Tensor soft =
        signals.mean(Logits.positions(each, logits.student()), weighting).mul(divisor.square());
    return LossTerms.total(soft).and(DistillationLoss.SOFT, soft);
  }
}
