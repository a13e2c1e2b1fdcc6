package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;

/**
 * Moves the channels of images behind their positions: from (batch, channels, height, width) to
 * (batch, height, width, channels). At the end of a convolutional network, the channels are the
 * classes of each pixel then, as losses and metrics want them.
 */
public record ChannelsLast() implements Layer {
  @Override
  public Tensor forward(Scope scope, Tensor input) {
    if (input.shape().rank() != 4) {
      throw new IllegalArgumentException(
          "The input has shape "
              + input.shape()
              + ", expected (batch, channels, height, width).\n"
              + "Maybe a flatten or a pooling comes before.");
    }
    return input.transpose(0, 2, 3, 1);
  }
}
