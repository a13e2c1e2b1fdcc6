package org.distill4j.core.loss;

import org.distill4j.core.function.KlDivergence;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
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
 * <p>summed over classes and averaged over the batch. It needs no labels. The gradient in s is T ·
 * (softmax(s / T) − softmax(t / T)) / batch. The terms reported are "total" and "soft".
 *
 * @param temperature T, above 0, step by step
 * @param output the name of the logits in the outputs of student and teacher
 */
public record SoftTargetLoss(Schedule temperature, String output) implements Loss {
  /**
   * Checks T of the first step; that of later steps is checked when it comes up.
   *
   * @param temperature T
   * @param output the name of the logits
   * @throws IllegalArgumentException if T starts out of range
   */
  public SoftTargetLoss {
    CheckedSchedule.temperature(temperature).requireStart();
  }

  /**
   * The loss with a fixed T.
   *
   * @param temperature T, above 0
   * @return the loss on "logits"
   * @throws IllegalArgumentException if T is out of range
   */
  public static SoftTargetLoss of(double temperature) {
    return new SoftTargetLoss(Schedule.constant(temperature), Outputs.LOGITS);
  }

  /**
   * The same loss for one head of several.
   *
   * @param output the name of the logits in the outputs of student and teacher
   * @return the changed loss
   */
  public SoftTargetLoss forHead(String output) {
    return new SoftTargetLoss(temperature, output);
  }

  @Override
  public LossTerms compute(Signals signals) {
    LogitPair logits = LogitPair.of(signals, output);
    Tensor divisor = signals.scheduled(CheckedSchedule.temperature(temperature));
    Tensor wanted = logits.teacher().div(divisor).logSoftmax(1);
    Tensor given = logits.student().div(divisor).logSoftmax(1);
    Tensor divergence = KlDivergence.of(wanted, given);
    Tensor soft = signals.meanOverBatch(divergence).mul(divisor.square());
    return LossTerms.total(soft).and(DistillationLoss.SOFT, soft);
  }
}
