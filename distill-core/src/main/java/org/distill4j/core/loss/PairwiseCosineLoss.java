package org.distill4j.core.loss;

import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/**
 * The similarity matrix of a batch: two examples are as similar for the student as for the teacher,
 * where similarity is the cosine, which compares embeddings:
 *
 * <pre>
 * mean over pairs i ≠ j of ( cos(sᵢ, sⱼ) − cos(tᵢ, tⱼ) )²
 * </pre>
 *
 * <p>This is the loss of Tung and Mori 2019 with cosines in place of products that are divided by
 * the length of their row, so that the similarities themselves are learned, and not their
 * proportions. A vector of zeros has the cosine 0 with all. A batch of one gives 0. As examples are
 * compared with each other, batches must not be split for accumulation. The terms reported are
 * "total" alone. Student and teacher may have values of any two widths. Of values of positions of
 * which some are padding the mean over the others is taken; other values are laid flat.
 *
 * @param student the path of the student's value, or the name of an output
 * @param teacher the path of the teacher's value, an output of its {@code TappedModel}
 */
public record PairwiseCosineLoss(String student, String teacher) implements Loss {
  /**
   * The loss between two embeddings.
   *
   * @param student the path of the student's value
   * @param teacher the path of the teacher's value
   * @return the loss
   */
  public static PairwiseCosineLoss of(String student, String teacher) {
    return new PairwiseCosineLoss(student, teacher);
  }

  @Override
  public LossTerms compute(Signals signals) {
    signals.requireWholeBatch("PairwiseCosineLoss");
    Tensor given = cosines(signals, Features.student(signals, student));
    Tensor wanted = cosines(signals, Features.teacher(signals, teacher));
    int rows = given.shape().dim(0);
    Tensor others = Tensor.of(1).sub(IdentityMatrix.of(rows));
    double pairs = Math.max(1, (double) rows * (rows - 1));
    return LossTerms.total(given.sub(wanted).square().mul(others).sum().div(pairs));
  }

  private static Tensor cosines(Signals signals, Tensor value) {
    Tensor directions = VectorMath.normalized(Features.pooled(signals, value), 1);
    return directions.matmul(directions.transpose());
  }
}
