package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/**
 * The largest element of each window of an image; padding never wins. From (batch, channels,
 * height, width) to (batch, channels, height', width'), with height' = ⌊(height + 2·padding − size)
 * / stride⌋ + 1 and the same for the width.
 *
 * @param size the side of the window, at least 1
 * @param window stride and padding; the padding is at most half the size, the dilation 1
 */
public record MaxPool2d(int size, Window window) implements Layer {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the size is below 1, the padding above half of it or the
   *     dilation not 1
   */
  public MaxPool2d {
    LayerChecks.pooling(size, window);
  }

  /**
   * Returns pooling over adjacent windows.
   *
   * @param size the side of the window and the stride
   * @return the layer
   * @throws IllegalArgumentException if the size is below 1
   */
  public static MaxPool2d of(int size) {
    LayerChecks.atLeastOne("size of a pooling window", size);
    return new MaxPool2d(size, Window.DEFAULT.withStride(size));
  }

  /**
   * This pooling with another stride.
   *
   * @param stride the distance between neighbouring windows, at least 1
   * @return the changed layer
   */
  public MaxPool2d withStride(int stride) {
    return new MaxPool2d(size, window.withStride(stride));
  }

  /**
   * This pooling with another padding.
   *
   * @param padding the rows and columns added on every side, at most half the size
   * @return the changed layer
   */
  public MaxPool2d withPadding(int padding) {
    return new MaxPool2d(size, window.withPadding(padding));
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    return input.maxPool2d(size, window);
  }
}
