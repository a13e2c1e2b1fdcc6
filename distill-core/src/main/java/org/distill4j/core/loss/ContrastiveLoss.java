package org.distill4j.core.loss;

import org.distill4j.core.layer.Dense;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/**
 * Contrastive representation distillation (Tian et al. 2020), with the batch's other examples as
 * negatives, as InfoNCE (van den Oord et al. 2018, eq. 4): the student's value of an example should
 * identify the teacher's value of the same example among all. Both are led by a trained linear
 * projection to one width and unit length, giving z, (batch, width):
 *
 * <pre>
 * mean over i of −log softmax( zˢ[i] · zᵗ[j] / τ over j )[i]
 * </pre>
 *
 * <p>A batch of one gives 0. As examples are compared with each other, batches must not be split
 * for accumulation. The terms reported are "total" alone. The projections' weights lie under
 * "loss.student" and "loss.teacher". Student and teacher may have values of any two shapes, which
 * are laid flat; where some positions are padding, the mean over the others is taken.
 *
 * @param student the path of the student's value, or the name of an output
 * @param teacher the path of the teacher's value, an output of its {@code TappedModel}
 * @param width the width of the projections, at least 1
 * @param temperature τ, above 0
 */
public record ContrastiveLoss(String student, String teacher, int width, double temperature)
    implements Loss {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the width is below 1 or τ not above 0
   */
  public ContrastiveLoss {
    if (width < 1) {
      throw new IllegalArgumentException(
          "The projections' width is " + width + ", expected at least 1.\nMaybe 128 was meant.");
    }
    CheckedSchedule.temperature(Schedule.constant(temperature)).requireStart();
  }

  /**
   * The loss with the paper's width of 128 and τ = 0.1.
   *
   * @param student the path of the student's value
   * @param teacher the path of the teacher's value
   * @return the loss
   */
  public static ContrastiveLoss of(String student, String teacher) {
    return new ContrastiveLoss(student, teacher, 128, 0.1);
  }

  @Override
  public LossTerms compute(Signals signals) {
    signals.requireWholeBatch("ContrastiveLoss");
    Tensor given = projected(signals, "student", Features.student(signals, student));
    Tensor wanted = projected(signals, "teacher", Features.teacher(signals, teacher));
    Tensor found = given.matmul(wanted.transpose()).div(temperature).logSoftmax(1);
    Tensor own = found.mul(IdentityMatrix.of(found.shape().dim(0))).sum(1).negate();
    return LossTerms.total(signals.meanOverBatch(own));
  }

  private Tensor projected(Signals signals, String whose, Tensor value) {
    Tensor rows = Features.pooled(signals, value);
    Dense projection = Dense.of(rows.shape().dim(1), width);
    return VectorMath.normalized(signals.scope().run(whose, projection, rows), 1);
  }
}
