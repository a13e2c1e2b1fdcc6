package org.distill4j.core.loss;

import java.util.Optional;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Layer;
import org.distill4j.tensor.Tensor;

/**
 * The cosine distance of embeddings or hidden states (Sanh et al. 2019, "DistilBERT", section 3): a
 * vector g of the student, after a connector r that is trained too, is aligned with the direction
 * of the teacher's vector h:
 *
 * <pre>
 * mean( 1 − cos( r(g), h ) )
 * </pre>
 *
 * <p>for values (batch, …, width), averaged over the batch, or over the positions of the batch that
 * are not padding. A vector of zeros counts 1, with a gradient of 0. Without a connector both
 * values must have one shape. The terms reported are "total" alone. The connector's weights lie
 * under "loss.connector".
 *
 * @param student the path of the student's value, or the name of an output
 * @param teacher the path of the teacher's value, an output of its {@code TappedModel}
 * @param connector makes a value of the teacher's shape of the student's; empty for none
 */
public record CosineLoss(String student, String teacher, Optional<Layer> connector)
    implements Loss {
  /**
   * Returns the loss without a connector.
   *
   * @param student the path of the student's value
   * @param teacher the path of the teacher's value
   * @return the loss
   */
  public static CosineLoss of(String student, String teacher) {
    return new CosineLoss(student, teacher, Optional.empty());
  }

  /**
   * Returns the same loss with a connector.
   *
   * @param layer makes a value of the teacher's width of the student's, a {@code Dense} say
   * @return the changed loss
   */
  public CosineLoss through(Layer layer) {
    return new CosineLoss(student, teacher, Optional.of(layer));
  }

  @Override
  public LossTerms compute(Signals signals) {
    FeaturePair pair = FeaturePair.of(signals, student, teacher, connector);
    Tensor cosine =
        VectorMath.normalized(pair.student(), -1)
            .mul(VectorMath.normalized(pair.teacher(), -1))
            .sum(-1);
    return LossTerms.total(signals.mean(Tensor.of(1).sub(cosine), Weighting.none()));
  }
}
