package org.distill4j.core.data;

import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** Checks the shape of the images that an augmentation changes. */
final class ImageShape {
  private ImageShape() {}

  static void require(String what, Shape image) {
    if (image.rank() != 3) {
      throw new IllegalArgumentException(
          what
              + " for images of shape "
              + image
              + ", expected (channels, height, width).\n"
              + "Maybe a 1 is missing in front, for one channel.");
    }
  }

  /** Images may come as vectors of the same size. */
  static void requireFits(String what, Shape image, TensorSpec input) {
    if (input.shape().size() != image.size()) {
      throw new IllegalArgumentException(
          what
              + " for images of shape "
              + image
              + " was given examples of shape "
              + input.shape()
              + ", expected "
              + image.size()
              + " values each.\nMaybe the data are of another size.");
    }
  }

  /** Returns the index of a pixel's value. */
  static int place(Shape image, int channel, int row, int column) {
    return (channel * image.dim(1) + row) * image.dim(2) + column;
  }
}
