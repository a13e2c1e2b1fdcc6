package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;

/**
 * Adds noise from a normal distribution to each value, which keeps a small network from memorizing
 * single examples (Bishop 1995, "Training with Noise is Equivalent to Tikhonov Regularization").
 *
 * @param deviation the standard deviation, in the unit of the values; positive
 */
public record GaussianNoise(double deviation) implements Augmentation {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is not a positive, finite number
   */
  public GaussianNoise {
    if (!(deviation > 0) || !Double.isFinite(deviation)) {
      throw new IllegalArgumentException(
          "Noise of standard deviation "
              + deviation
              + ", expected a positive, finite number.\n"
              + "Maybe 0.1 to 0.3 for standardised values.");
    }
  }

  @Override
  public void change(FloatBuffer from, FloatBuffer to, RandomGenerator random) {
    for (int i = 0; i < to.limit(); i++) {
      to.put(i, (float) (from.get(i) + deviation * random.nextGaussian()));
    }
  }
}
