package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Mirrors every second image, drawn at random. Not for things whose two sides mean something, such
 * as letters and digits.
 *
 * @param image (channels, height, width) of the images; the data may hold them as vectors
 */
public record HorizontalFlip(Shape image) implements Augmentation {
  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if it is not the shape of an image
   */
  public HorizontalFlip {
    ImageShape.require("HorizontalFlip", image);
  }

  @Override
  public void requireFits(TensorSpec input) {
    ImageShape.requireFits("HorizontalFlip", image, input);
  }

  @Override
  public void change(FloatBuffer from, FloatBuffer to, RandomGenerator random) {
    boolean mirrored = random.nextBoolean();
    int width = image.dim(2);
    for (int i = 0; i < to.limit(); i++) {
      int column = i % width;
      to.put(i, from.get(mirrored ? i - column + (width - 1 - column) : i));
    }
  }
}
