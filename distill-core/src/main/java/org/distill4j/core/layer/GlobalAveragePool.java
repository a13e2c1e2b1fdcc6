package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;

/**
 * The mean of each channel of an image (Lin et al. 2014): from (batch, channels, height, width) to
 * (batch, channels).
 */
public record GlobalAveragePool() implements Layer {
  @Override
  public Tensor forward(Scope scope, Tensor input) {
    LayerChecks.input(
        "GlobalAveragePool",
        input.shape(),
        input.shape().rank() == 4,
        "(batch, channels, height, width)");
    return input.mean(2, 3);
  }
}
