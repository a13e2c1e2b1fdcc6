package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Shifts an image by a whole number of pixels up or down and left or right, each drawn uniformly
 * from −pixels to pixels, the same for all channels. What is shifted in is background, what is
 * shifted out is lost. Hinton, Vinyals and Dean (2015, section 3) shift digits by up to two pixels.
 *
 * @param image (channels, height, width) of the images; the data may hold them as vectors
 * @param pixels the largest shift, at least 0
 * @param background the value of a pixel that is shifted in: what is around the things shown, after
 *     normalisation
 */
public record Jitter(Shape image, int pixels, double background) implements Augmentation {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the shape is not one of an image, the shift is below 0 or
   *     would move everything out, or the background is not a finite number
   */
  public Jitter {
    ImageShape.require("Jitter", image);
    if (pixels < 0 || pixels >= Math.min(image.dim(1), image.dim(2))) {
      throw new IllegalArgumentException(
          "Jitter by up to "
              + pixels
              + " pixels for images of shape "
              + image
              + ", expected at least 0 and less than height and width.\nMaybe 2 was meant.");
    }
    if (!Double.isFinite(background)) {
      throw new IllegalArgumentException(
          "Jitter with the background "
              + background
              + ", expected a finite number.\nMaybe 0, or -1 for pixels in [-1, 1].");
    }
  }

  @Override
  public void requireFits(TensorSpec input) {
    ImageShape.requireFits("Jitter", image, input);
  }

  @Override
  public void change(FloatBuffer from, FloatBuffer to, RandomGenerator random) {
    int down = random.nextInt(-pixels, pixels + 1);
    int right = random.nextInt(-pixels, pixels + 1);
    for (int channel = 0; channel < image.dim(0); channel++) {
      for (int row = 0; row < image.dim(1); row++) {
        for (int column = 0; column < image.dim(2); column++) {
          to.put(
              ImageShape.place(image, channel, row, column),
              value(from, channel, row - down, column - right));
        }
      }
    }
  }

  private float value(FloatBuffer from, int channel, int row, int column) {
    boolean inside = row >= 0 && row < image.dim(1) && column >= 0 && column < image.dim(2);
    return inside ? from.get(ImageShape.place(image, channel, row, column)) : (float) background;
  }
}
