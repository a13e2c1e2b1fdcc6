package org.distill4j.core.data;

import org.distill4j.student.PixelEncoding;

/**
 * How the bytes of an image become numbers: (byte / 255 − mean) / deviation.
 *
 * @param mean what is subtracted
 * @param deviation what the rest is divided by
 */
public record Normalization(double mean, double deviation) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite, or the deviation is not above 0
   */
  public Normalization {
    if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
      throw new IllegalArgumentException(
          "Normalization with mean "
              + mean
              + " and deviation "
              + deviation
              + ", expected finite numbers and a deviation above 0.\n"
              + "Maybe all pixels it was computed from are the same.");
    }
  }

  /** {@return to [0, 1]: byte / 255} */
  public static Normalization unit() {
    return new Normalization(0, 1);
  }

  /** {@return to [−1, 1]: (byte / 255 − 0.5) / 0.5} */
  public static Normalization centered() {
    return new Normalization(0.5, 0.5);
  }

  /** {@return the same for a service, in a student file} */
  public PixelEncoding inputEncoding() {
    return new PixelEncoding(mean, deviation);
  }

  /** Returns the number for each byte, by the byte's unsigned value. */
  float[] table() {
    return inputEncoding().table();
  }
}
