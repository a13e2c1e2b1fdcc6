package org.distill4j.core.loss;

import java.util.Optional;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Layer;
import org.distill4j.tensor.Tensor;

/**
 * Hints (Romero et al. 2015, "FitNets", eq. 3): an intermediate value g of the student, after a
 * connector r that is trained too, approximates the teacher's intermediate value h:
 *
 * <pre>
 * ½ · mean( ( r(g) − h )² )
 * </pre>
 *
 * <p>averaged over the elements of an example and over the batch, or over the positions of the
 * batch that are not padding; the paper sums over the elements, which makes a good weight depend on
 * the size of the hint. Without a connector both values must have one shape. The terms reported are
 * "total" alone. The connector's weights lie under "loss.connector".
 *
 * @param student the path of the student's value, or the name of an output
 * @param teacher the path of the teacher's value, an output of its {@code TappedModel}
 * @param connector makes a value of the teacher's shape of the student's; empty for none
 */
public record HintLoss(String student, String teacher, Optional<Layer> connector) implements Loss {
  /**
   * Returns a hint without a connector.
   *
   * @param student the path of the student's value
   * @param teacher the path of the teacher's value
   * @return the loss
   */
  public static HintLoss of(String student, String teacher) {
    return new HintLoss(student, teacher, Optional.empty());
  }

  /**
   * Returns the same hint with a connector.
   *
   * @param layer makes a value of the teacher's shape of the student's: {@code Dense} for vectors,
   *     {@code Conv2d} of size 1 for images
   * @return the changed loss
   */
  public HintLoss through(Layer layer) {
    return new HintLoss(student, teacher, Optional.of(layer));
  }

  @Override
  public LossTerms compute(Signals signals) {
    FeaturePair pair = FeaturePair.of(signals, student, teacher, connector);
    Tensor distance = Features.perPosition(signals, pair.student().sub(pair.teacher()).square());
    return LossTerms.total(signals.mean(distance, Weighting.none()).mul(0.5));
  }
}
