package org.distill4j.core.layer;

import java.util.Optional;
import org.distill4j.core.init.Initializers;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/**
 * A two-dimensional convolution (a cross-correlation, as in every framework) from (batch, in,
 * height, width) to (batch, out, height', width'), with height' = ⌊(height + 2·padding −
 * dilation·(size − 1) − 1) / stride⌋ + 1 and the same for the width. The weight is (out, in /
 * groups, size, size); the bias is (out).
 *
 * @param in the number of input channels, a multiple of the groups
 * @param out the number of output channels, a multiple of the groups
 * @param size the side of the kernel, at least 1
 * @param window stride, padding and dilation
 * @param groups the number of groups that channels are split into; 1 for an ordinary convolution,
 *     {@code in} for a depthwise one
 * @param weight the first values of "weight"
 * @param bias the first values of "bias"; empty for a layer without one
 */
public record Conv2d(
    int in,
    int out,
    int size,
    Window window,
    int groups,
    Initializer weight,
    Optional<Initializer> bias)
    implements Layer {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is below 1, or the groups do not divide the
   *     channels
   */
  public Conv2d {
    LayerChecks.atLeastOne("number of input channels of a convolution", in);
    LayerChecks.atLeastOne("number of output channels of a convolution", out);
    LayerChecks.atLeastOne("kernel size of a convolution", size);
    LayerChecks.atLeastOne("number of groups of a convolution", groups);
    LayerChecks.divides("number of groups", groups, "number of input channels", in);
    LayerChecks.divides("number of groups", groups, "number of output channels", out);
  }

  /**
   * Returns a convolution with stride 1, without padding, with a bias; weight and bias both uniform
   * in ±1 / √(in · size²) as PyTorch's Conv2d.
   *
   * @param in the number of input channels
   * @param out the number of output channels
   * @param size the side of the kernel
   * @return the layer
   * @throws IllegalArgumentException if a number is below 1
   */
  public static Conv2d of(int in, int out, int size) {
    LayerChecks.atLeastOne("number of input channels of a convolution", in);
    LayerChecks.atLeastOne("kernel size of a convolution", size);
    return new Conv2d(
        in, out, size, Window.DEFAULT, 1, Initializers.kaimingUniform(), initialBias(in, size));
  }

  /**
   * A depthwise convolution, of each channel by itself (Howard et al. 2017, section 3.1): as many
   * groups as channels, stride 1, without padding, with a bias. A convolution of size 1 after it
   * mixes the channels.
   *
   * @param channels the number of input and output channels
   * @param size the side of the kernel
   * @return the layer
   * @throws IllegalArgumentException if a number is below 1
   */
  public static Conv2d depthwise(int channels, int size) {
    return of(channels, channels, size).withGroups(channels);
  }

  private static Optional<Initializer> initialBias(int inPerGroup, int size) {
    return Optional.of(Initializers.biasFor((long) inPerGroup * size * size));
  }

  /**
   * This convolution with another stride.
   *
   * @param stride the distance between neighbouring positions of the kernel, at least 1
   * @return the changed layer
   */
  public Conv2d withStride(int stride) {
    return withWindow(window.withStride(stride));
  }

  /**
   * This convolution with another padding.
   *
   * @param padding the zeros added on every side, at least 0
   * @return the changed layer
   */
  public Conv2d withPadding(int padding) {
    return withWindow(window.withPadding(padding));
  }

  /**
   * This convolution with another dilation.
   *
   * @param dilation the distance between neighbouring elements of the kernel, at least 1
   * @return the changed layer
   */
  public Conv2d withDilation(int dilation) {
    return withWindow(window.withDilation(dilation));
  }

  private Conv2d withWindow(Window changed) {
    return new Conv2d(in, out, size, changed, groups, weight, bias);
  }

  /**
   * This convolution in groups. A bias then begins uniform in ±1 / √(in / groups · size²).
   *
   * @param groups the number of groups, a divisor of both numbers of channels
   * @return the changed layer
   * @throws IllegalArgumentException if the groups do not divide the channels
   */
  public Conv2d withGroups(int groups) {
    LayerChecks.atLeastOne("number of groups of a convolution", groups);
    LayerChecks.divides("number of groups", groups, "number of input channels", in);
    Optional<Initializer> initializer = bias.flatMap(present -> initialBias(in / groups, size));
    return new Conv2d(in, out, size, window, groups, weight, initializer);
  }

  /** {@return this convolution without a bias, as before a {@link BatchNorm}} */
  public Conv2d withoutBias() {
    return new Conv2d(in, out, size, window, groups, weight, Optional.empty());
  }

  /**
   * Returns this convolution with another initializer of the bias.
   *
   * @param bias the first values of the bias
   * @return the changed layer
   */
  public Conv2d withBias(Initializer bias) {
    return new Conv2d(in, out, size, window, groups, weight, Optional.of(bias));
  }

  /**
   * Returns this convolution with another initializer of the weight.
   *
   * @param weight the first values of the weight
   * @return the changed layer
   */
  public Conv2d withWeight(Initializer weight) {
    return new Conv2d(in, out, size, window, groups, weight, bias);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Shape kernel = Shape.of(out, in / groups, size, size);
    Tensor product = input.conv2d(scope.parameter("weight", kernel, weight), window, groups);
    return bias.map(
            initializer ->
                product.add(channels(scope.parameter("bias", Shape.of(out), initializer))))
        .orElse(product);
  }

  private Tensor channels(Tensor vector) {
    return vector.reshape(out, 1, 1);
  }
}
