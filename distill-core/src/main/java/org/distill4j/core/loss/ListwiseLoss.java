package org.distill4j.core.loss;

import org.distill4j.core.function.KlDivergence;
import org.distill4j.loss.LogitUse;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.model.Outputs;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/**
 * Listwise distillation (Cao et al. 2007, "ListNet", eq. 3 and 5, with the teacher's scores for
 * labels) for models that rank candidates: the probability that a candidate of a query comes first
 * is the same for student and teacher. For scores s and t, (batch, candidates) or (batch,
 * candidates, 1):
 *
 * <pre>
 * T² · KL( softmax(t / T) ‖ softmax(s / T) )
 * </pre>
 *
 * <p>over the candidates that are not padding, averaged over the batch. Adding a number to all
 * scores of a query changes nothing. The terms reported are "total" alone.
 *
 * @param temperature T, above 0, step by step
 * @param output the name of the scores in the outputs of student and teacher
 */
public record ListwiseLoss(Schedule temperature, String output) implements Loss {
  private static final Tensor NEVER = Tensor.of(-1e30);

  /**
   * Checks T of the first step; that of later steps is checked when it is reached.
   *
   * @throws IllegalArgumentException if T starts out of range
   */
  public ListwiseLoss {
    CheckedSchedule.temperature(temperature).requireStart();
  }

  /**
   * Returns the loss with a fixed T.
   *
   * @param temperature T, above 0
   * @return the loss on "logits"
   * @throws IllegalArgumentException if T is out of range
   */
  public static ListwiseLoss of(double temperature) {
    return new ListwiseLoss(Schedule.constant(temperature), Outputs.LOGITS);
  }

  @Override
  public LossTerms compute(Signals signals) {
    signals.declare(new LogitUse(output, LogitUse.Kind.CLASSES, temperature));
    CandidateScores scores = CandidateScores.of(signals, output);
    Tensor divisor = Logits.temperature(signals, temperature);
    Tensor each =
        KlDivergence.of(
            logShares(scores, scores.teacher(), divisor),
            logShares(scores, scores.student(), divisor));
    return LossTerms.total(signals.meanOverBatch(each).mul(divisor.square()));
  }

  private static Tensor logShares(CandidateScores scores, Tensor given, Tensor divisor) {
    Tensor divided = Logits.divided(given, divisor);
    return scores
        .mask()
        .map(mask -> mask.greater(Tensor.of(0)).where(divided, NEVER))
        .orElse(divided)
        .logSoftmax(1);
  }
}
