package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;

/**
 * Sets each element to 0 with a probability, and divides the others by the probability of being
 * kept, so that the expected value stays (Srivastava et al. 2014, inverted). In evaluation it
 * changes nothing. For any shape.
 *
 * @param rate the probability of a zero, in [0, 1)
 */
public record Dropout(double rate) implements Layer {
  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public Dropout {
    LayerChecks.rate("dropout rate", rate);
  }

  /**
   * Returns dropout with a rate.
   *
   * @param rate the probability of a zero, in [0, 1)
   * @return the layer
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public static Dropout of(double rate) {
    return new Dropout(rate);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    if (isIdle(scope.mode())) {
      return input;
    }
    Tensor uniform = scope.uniform("mask", input.shape().withoutBatch());
    // Rounded to float32 here, so that engines of other precision compare with the same number.
    Tensor kept = uniform.greaterOrEqual(Tensor.of((float) rate));
    return kept.where(input.mul(1 / (1 - rate)), Tensor.of(0));
  }

  /** Returns whether it passes its input on unchanged. */
  boolean isIdle(Mode mode) {
    return rate == 0 || mode == Mode.EVALUATION;
  }
}
