package org.distill4j.core.loss;

import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/**
 * Similarity-preserving distillation (Tung and Mori 2019, eq. 1 to 4): examples that are similar
 * for the teacher are similar for the student. With Q the values laid flat, (batch, features), and
 * G = Q · Qᵀ with each row divided by its length:
 *
 * <pre>
 * ‖ Gᵗ − Gˢ ‖² / batch²
 * </pre>
 *
 * <p>Student and teacher may have values of any two shapes; what is padding counts as 0. As
 * examples are compared with each other, batches must not be split for accumulation. The terms
 * reported are "total" alone.
 *
 * @param student the path of the student's value, or the name of an output
 * @param teacher the path of the teacher's value, an output of its {@code TappedModel}
 */
public record SimilarityLoss(String student, String teacher) implements Loss {
  /**
   * The loss between two layers.
   *
   * @param student the path of the student's value
   * @param teacher the path of the teacher's value
   * @return the loss
   */
  public static SimilarityLoss of(String student, String teacher) {
    return new SimilarityLoss(student, teacher);
  }

  @Override
  public LossTerms compute(Signals signals) {
    signals.requireWholeBatch("SimilarityLoss");
    Tensor given = similarities(signals, Features.student(signals, student));
    Tensor wanted = similarities(signals, Features.teacher(signals, teacher));
    return LossTerms.total(wanted.sub(given).square().mean());
  }

  private static Tensor similarities(Signals signals, Tensor features) {
    Tensor rows = VectorMath.scaled(Features.rows(signals, features), 0, 1);
    return VectorMath.normalized(rows.matmul(rows.transpose()), 1);
  }
}
