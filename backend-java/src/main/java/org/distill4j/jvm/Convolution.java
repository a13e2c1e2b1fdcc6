package org.distill4j.jvm;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;

/**
 * The sizes of a two-dimensional convolution. Image by image and group by group it is a product:
 * the weights (outputs, columns) times the image's columns (columns, positions), where column j
 * holds what weight j meets at each position.
 *
 * @param images the number of images
 * @param groups the number of groups
 * @param channels the input channels of a group
 * @param outputs the output channels of a group
 * @param patch how the window meets an image of one group's channels
 */
record Convolution(int images, int groups, int channels, int outputs, ImagePatches patch) {
  static Convolution of(Shape input, Shape weights, Window window, int groups) {
    int channels = weights.dim(1);
    ImagePatches patch =
        new ImagePatches(
            channels, input.dim(2), input.dim(3), weights.dim(2), weights.dim(3), window);
    return new Convolution(input.dim(0), groups, channels, weights.dim(0) / groups, patch);
  }

  int columns() {
    return patch.columns();
  }

  int positions() {
    return patch.positions();
  }

  /** Where a group's channels begin in the input. */
  int inputAt(int image, int group) {
    return (image * groups + group) * channels * patch.height() * patch.width();
  }

  /** Where a group's channels begin in the result. */
  int outputAt(int image, int group) {
    return (image * groups + group) * outputSize();
  }

  /** The elements of a group's channels of one image of the result. */
  int outputSize() {
    return outputs * positions();
  }

  /** The weights of a group, (outputs, columns). */
  Matrix weights(Memory all, int group) {
    return Matrix.part(all, group, outputs, columns());
  }

  /** Makes something for each group. */
  Runnable[] eachGroup(IntFunction<Runnable> maker) {
    return IntStream.range(0, groups).mapToObj(maker).toArray(Runnable[]::new);
  }
}
