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
 * The divergence of the teacher from the student, which seeks modes where the usual one covers them
 * (Gu et al. 2024, "MiniLLM", section 2.1). With student logits s and teacher logits t, both
 * (batch, classes):
 *
 * <pre>
 * T² · KL( softmax(s / T) ‖ softmax(t / T) )
 * </pre>
 *
 * <p>summed over classes and averaged over the batch, from log-softmaxes. The terms reported are
 * "total" alone.
 *
 * @param temperature T, above 0, step by step
 * @param output the name of the logits in the outputs of student and teacher
 * @param weighting which examples or positions count, and how much
 */
public record ReverseKlLoss(Schedule temperature, String output, Weighting weighting)
    implements Loss {
  /**
   * Checks T of the first step.
   *
   * @throws IllegalArgumentException if T starts out of range
   */
  public ReverseKlLoss {
    CheckedSchedule.temperature(temperature).requireStart();
  }

  /**
   * Creates the loss without weights.
   *
   * @param temperature T, above 0, step by step
   * @param output the name of the logits in the outputs of student and teacher
   * @throws IllegalArgumentException if a number is out of range
   */
  public ReverseKlLoss(Schedule temperature, String output) {
    this(temperature, output, Weighting.none());
  }

  /**
   * Returns the loss with a fixed T.
   *
   * @param temperature T, above 0
   * @return the loss on "logits"
   * @throws IllegalArgumentException if T is out of range
   */
  public static ReverseKlLoss of(double temperature) {
    return new ReverseKlLoss(Schedule.constant(temperature), Outputs.LOGITS);
  }

  /**
   * Returns the same loss for one head of several.
   *
   * @param output the name of the logits in the outputs of student and teacher
   * @return the changed loss
   */
  public ReverseKlLoss forHead(String output) {
    return new ReverseKlLoss(temperature, output, weighting);
  }

  /**
   * Returns the same loss with further weights of examples or positions, for example a mask of
   * padding.
   *
   * @param other the weights
   * @return the changed loss
   */
  public ReverseKlLoss weighted(Weighting other) {
    return new ReverseKlLoss(temperature, output, weighting.times(other));
  }

  @Override
  public LossTerms compute(Signals signals) {
    LogitPair logits = LogitPair.of(signals, output, temperature);
    Tensor divisor = Logits.temperature(signals, temperature);
    LogitPair logs = logits.rows().divided(divisor, temperature).logSoftmax();
    Tensor each =
        Logits.positions(KlDivergence.of(logs.student(), logs.teacher()), logits.student());
    return LossTerms.total(signals.mean(each, weighting).mul(divisor.square()));
  }
}
