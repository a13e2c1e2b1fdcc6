package org.distill4j.core.loss;

import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.model.Outputs;
import org.distill4j.tensor.Tensor;

/**
 * Margin-MSE (Hofstätter et al. 2020, eq. 8) for models that rank candidates: the student matches
 * the teacher's margins between the first candidate of a query, the relevant one, and each other.
 * For scores s and t, (batch, candidates) or (batch, candidates, 1):
 *
 * <pre>
 * mean over j ≥ 1 of ( (s[0] − s[j]) − (t[0] − t[j]) )²
 * </pre>
 *
 * <p>averaged over the batch. Margins are compared, so scores may differ by a number for each
 * query. Candidates that are padding are left out; a query without another candidate gives 0. The
 * terms reported are "total" alone.
 *
 * @param output the name of the scores in the outputs of student and teacher
 */
public record MarginMseLoss(String output) implements Loss {
  /** {@return the loss on "logits"} */
  public static MarginMseLoss ofLogits() {
    return new MarginMseLoss(Outputs.LOGITS);
  }

  @Override
  public LossTerms compute(Signals signals) {
    CandidateScores scores = CandidateScores.of(signals, output);
    Tensor apart = scores.student().sub(scores.teacher());
    int candidates = apart.shape().dim(1);
    Tensor margins = apart.slice(1, 0, 1).sub(apart.slice(1, 1, candidates)).square();
    Tensor perQuery =
        scores
            .mask()
            .map(mask -> mean(margins, mask.slice(1, 1, candidates)))
            .orElseGet(() -> margins.mean(1));
    return LossTerms.total(signals.meanOverBatch(perQuery));
  }

  private static Tensor mean(Tensor margins, Tensor mask) {
    Tensor known = mask.greater(Tensor.of(0)).where(margins, Tensor.of(0));
    return known.sum(1).div(mask.sum(1).maximum(Tensor.of(1)));
  }
}
