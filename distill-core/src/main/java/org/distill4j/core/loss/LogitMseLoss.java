package org.distill4j.core.loss;

import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.tensor.Tensor;

/**
 * Half the squared distance of student logits s and teacher logits t, both (batch, classes), as
 * regression on logits (Ba and Caruana 2014, eq. 1):
 *
 * <pre>
 * ½ · ‖ s − t ‖²
 * </pre>
 *
 * <p>summed over classes and averaged over the batch. The gradient in s is (s − t) / batch, which
 * is what that of the soft term times the number of classes tends to as T grows, where both logits
 * have mean 0 (Hinton et al. 2015, section 2.1). The terms reported are "total" alone.
 *
 * @param output the name of the logits in the outputs of student and teacher
 * @param weighting which examples or positions count, and how much
 */
public record LogitMseLoss(String output, Weighting weighting) implements Loss {
  /**
   * Creates the loss without weights.
   *
   * @param output the name of the logits in the outputs of student and teacher
   */
  public LogitMseLoss(String output) {
    this(output, Weighting.none());
  }

  /** {@return the loss on "logits"} */
  public static LogitMseLoss ofLogits() {
    return new LogitMseLoss(Outputs.LOGITS);
  }

  /**
   * Returns the same loss with further weights of examples or positions, for example a mask of
   * padding.
   *
   * @param other the weights
   * @return the changed loss
   */
  public LogitMseLoss weighted(Weighting other) {
    return new LogitMseLoss(output, weighting.times(other));
  }

  @Override
  public LossTerms compute(Signals signals) {
    Tensor student = Logits.named("student", signals.student(), output);
    Tensor teacher = Logits.named("teacher", signals.teacher(), output);
    Logits.requireSameClasses(student, teacher);
    Tensor distance = student.sub(teacher).square().sum(-1).mul(0.5);
    return LossTerms.total(signals.mean(distance, weighting));
  }
}
