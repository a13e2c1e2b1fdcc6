package org.distill4j.core.loss;

import org.distill4j.core.model.SaliencyModel;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/**
 * Jacobian matching (Srinivas and Fleuret 2018, section 4): the student's largest logit depends on
 * the input as the teacher's does. With J the gradient of each network's largest logit in the
 * input, laid flat, (batch, inputs):
 *
 * <pre>
 * mean over the batch of ‖ Jˢ / ‖Jˢ‖ − Jᵗ / ‖Jᵗ‖ ‖²
 * </pre>
 *
 * <p>It is between 0 and 4; a Jacobian of zeros counts as a vector of zeros. Student and teacher
 * are {@link SaliencyModel}s, and the gradient of this loss is a gradient of a gradient. The terms
 * reported are "total" alone.
 *
 * @param student the name of the student's output, or the path of its value
 * @param teacher the name of the teacher's output
 */
public record JacobianLoss(String student, String teacher) implements Loss {
  /**
   * The loss between two saliency models.
   *
   * @return the loss
   */
  public static JacobianLoss ofSaliency() {
    return new JacobianLoss(SaliencyModel.SALIENCY, SaliencyModel.SALIENCY);
  }

  @Override
  public LossTerms compute(Signals signals) {
    Tensor given = directions(signals, Features.student(signals, student));
    Tensor wanted = directions(signals, Features.teacher(signals, teacher));
    Tensor perExample = wanted.sub(given).square().sum(1);
    return LossTerms.total(signals.meanOverBatch(perExample));
  }

  private static Tensor directions(Signals signals, Tensor jacobian) {
    return VectorMath.normalized(Features.rows(signals, jacobian), 1);
  }
}
