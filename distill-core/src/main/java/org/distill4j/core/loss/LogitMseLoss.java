package org.distill4j.core.loss;

import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
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
 */
public record LogitMseLoss(String output) implements Loss {
  /** {@return the loss on "logits"} */
  public static LogitMseLoss ofLogits() {
    return new LogitMseLoss(Outputs.LOGITS);
  }

  @Override
  public LossTerms compute(Signals signals) {
    LogitPair logits = LogitPair.of(signals, output);
    Tensor distance = logits.student().sub(logits.teacher()).square().sum(1).mul(0.5);
    return LossTerms.total(signals.meanOverBatch(distance));
  }
}
