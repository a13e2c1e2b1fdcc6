package org.distill4j.core.layer;

import java.util.Optional;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * The mean over the positions of a sequence, from (batch, length, width) to (batch, width); with a
 * mask, over those that are not padding: y[b] = Σₜ m[b, t]·x[b, t] / max(1, Σₜ m[b, t]), as
 * sentence encoders pool (Reimers and Gurevych 2019).
 *
 * @param mask the name of the model's input that is 1 at the positions that count and 0 at the
 *     others, (batch, length); empty if all count
 */
public record MeanPool(Optional<String> mask) implements Layer {
  /** {@return the mean over all positions} */
  public static MeanPool of() {
    return new MeanPool(Optional.empty());
  }

  /**
   * Returns the mean over the positions that are not padding.
   *
   * @param mask the name of the model's input that masks, for example "attention_mask"
   * @return the layer
   */
  public static MeanPool masked(String mask) {
    return new MeanPool(Optional.of(mask));
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Shape shape = input.shape();
    LayerChecks.input("MeanPool", shape, shape.rank() == 3, "(batch, length, width)");
    return mask.map(name -> masked(input, scope.input(name))).orElseGet(() -> input.mean(1));
  }

  private static Tensor masked(Tensor input, Tensor mask) {
    LayerChecks.mask("MeanPool", mask.shape(), input.shape().dim(0), input.shape().dim(1));
    Tensor counts = mask.toFloat().expandDims(-1);
    return input.mul(counts).sum(1).div(counts.sum(1).maximum(Tensor.of(1)));
  }
}
