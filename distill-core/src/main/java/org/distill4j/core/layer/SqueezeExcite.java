package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;

/**
 * Squeeze and excitation (Hu et al. 2018, eq. 2 to 4), on (batch, channels, height, width) to the
 * same shape: each channel is multiplied by a number in (0, 1) that is computed from the means of
 * all channels:
 *
 * <pre>
 * y = x · sigmoid( expand( relu( reduce( mean of each channel of x ) ) ) )
 * </pre>
 *
 * <p>"reduce" is a dense layer from channels to hidden, "expand" one from hidden to channels.
 *
 * @param channels the number of channels, at least 1
 * @param hidden the hidden width, between the dense layers, at least 1; channels / 16 in the paper
 */
public record SqueezeExcite(int channels, int hidden) implements Layer {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is below 1
   */
  public SqueezeExcite {
    LayerChecks.atLeastOne("number of channels of a squeeze-and-excitation", channels);
    LayerChecks.atLeastOne("hidden width of a squeeze-and-excitation", hidden);
  }

  /**
   * Returns the layer.
   *
   * @param channels the number of channels
   * @param hidden the hidden width, between the dense layers
   * @return the layer
   * @throws IllegalArgumentException if a number is below 1
   */
  public static SqueezeExcite of(int channels, int hidden) {
    return new SqueezeExcite(channels, hidden);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    boolean fits = input.shape().rank() == 4 && input.shape().dim(1) == channels;
    LayerChecks.input(
        "SqueezeExcite", input.shape(), fits, "(batch, " + channels + ", height, width)");
    Tensor squeezed = scope.run("squeeze", new GlobalAveragePool(), input);
    Tensor reduced = scope.run("reduce", Dense.of(channels, hidden), squeezed);
    Tensor active = scope.run("relu", Activation.RELU, reduced);
    Tensor expanded = scope.run("expand", Dense.of(hidden, channels), active);
    Tensor factors = scope.run("sigmoid", Activation.SIGMOID, expanded);
    return input.mul(factors.reshape(input.shape().dim(0), channels, 1, 1));
  }
}
