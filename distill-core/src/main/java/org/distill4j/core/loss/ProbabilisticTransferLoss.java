package org.distill4j.core.loss;

import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/**
 * Probabilistic knowledge transfer, PKT (Passalis and Tefas 2018, section 3): the probability that
 * an example is another's neighbour is the same for student and teacher. With values laid flat,
 * (batch, features), and the cosine kernel K = (1 + cos(xᵢ, xⱼ)) / 2:
 *
 * <pre>
 * p[j | i] = K[i, j] / Σ K[i, k] over k ≠ i
 * mean over i of Σ pᵗ[j | i] · log( pᵗ[j | i] / pˢ[j | i] ) over j ≠ i
 * </pre>
 *
 * <p>10⁻⁴ is added to K, so that opposite vectors have a logarithm, whose gradient is larger than
 * its rounding. A batch of one gives 0. As examples are compared with each other, batches must not
 * be split for accumulation. The terms reported are "total" alone. Student and teacher may have
 * values of any two shapes; what is padding counts as 0.
 *
 * @param student the path of the student's value, or the name of an output
 * @param teacher the path of the teacher's value, an output of its {@code TappedModel}
 */
public record ProbabilisticTransferLoss(String student, String teacher) implements Loss {
  private static final double LEAST = 1e-4;

  /**
   * The loss between two layers.
   *
   * @param student the path of the student's value
   * @param teacher the path of the teacher's value
   * @return the loss
   */
  public static ProbabilisticTransferLoss of(String student, String teacher) {
    return new ProbabilisticTransferLoss(student, teacher);
  }

  @Override
  public LossTerms compute(Signals signals) {
    signals.requireWholeBatch("ProbabilisticTransferLoss");
    Tensor given = Features.rows(signals, Features.student(signals, student));
    Tensor wanted = Features.rows(signals, Features.teacher(signals, teacher));
    Tensor others = Tensor.of(1).sub(IdentityMatrix.of(given.shape().dim(0)));
    Tensor logGiven = logNeighbours(given, others);
    Tensor logWanted = logNeighbours(wanted, others);
    Tensor divergence = logWanted.exp().mul(logWanted.sub(logGiven)).mul(others).sum(1);
    return LossTerms.total(signals.meanOverBatch(divergence));
  }

  /** Returns log p[j | i] at [i, j]; on the diagonal something finite that does not count. */
  private static Tensor logNeighbours(Tensor rows, Tensor others) {
    Tensor directions = VectorMath.normalized(rows, 1);
    Tensor kernel =
        directions.matmul(directions.transpose()).add(1).mul(0.5).maximum(Tensor.of(0)).add(LEAST);
    Tensor sum = kernel.mul(others).sumKeep(1).add(rows.shape().dim(0) == 1 ? 1 : 0);
    return kernel.log().sub(sum.log());
  }
}
