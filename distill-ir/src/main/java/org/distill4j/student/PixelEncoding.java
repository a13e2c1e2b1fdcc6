package org.distill4j.student;

/**
 * The encoding of an image's bytes as numbers: (byte / 255 − mean) / deviation.
 *
 * @param mean what is subtracted
 * @param deviation what the rest is divided by
 */
public record PixelEncoding(double mean, double deviation) implements InputEncoding {
  private static final int LEVELS = 256;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite, or the deviation is not above 0
   */
  public PixelEncoding {
    if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
      throw new IllegalArgumentException(
          "Pixels with mean "
              + mean
              + " and deviation "
              + deviation
              + ", expected finite numbers and a deviation above 0.\n"
              + "Maybe all pixels it was computed from are the same.");
    }
  }

  /** {@return the number for each byte, by the byte's unsigned value} */
  public float[] table() {
    float[] table = new float[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      table[level] = (float) ((level / 255.0 - mean) / deviation);
    }
    return table;
  }
}
