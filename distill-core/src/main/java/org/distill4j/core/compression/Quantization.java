package org.distill4j.core.compression;

/**
 * How the numbers of a network are rounded (Jacob et al. 2018, "Quantization and training of neural
 * networks for efficient integer-arithmetic-only inference", §2).
 *
 * <p>A weight of a matrix product or convolution becomes q · scale(c), with a scale for each output
 * channel c and an integer q in ±(2ᵇ⁻¹ − 1). What it is multiplied with becomes (q − z) · scale,
 * with one scale and zero point for the tensor and q from 0 to 2ᵇ − 1, so that 0 is exact. Both are
 * rounded to the nearest, ties to the even one. Biases, normalisation and embeddings stay as they
 * are.
 *
 * @param weightBits the bits of a weight, from 2 to 8
 * @param activationBits the bits of what weights are multiplied with, from 2 to 8
 * @param scales where the scales come from
 */
public record Quantization(int weightBits, int activationBits, Scales scales) {
  private static final int FEWEST = 2;
  private static final int MOST = 8;

  /** Where scales come from. */
  public enum Scales {
    /**
     * From what is seen: the largest |w| of a channel, and the moving average of the smallest and
     * the largest activation of a batch.
     */
    OBSERVED,
    /**
     * What is seen times a factor that is trained with the weights, one for each channel and each
     * activation, as that of LSQ (Esser et al. 2020, "Learned step size quantization"): it finds
     * which outliers are better cut off. For few bits.
     */
    LEARNED
  }

  /**
   * Checks the bits.
   *
   * @throws IllegalArgumentException if they are out of range
   */
  public Quantization {
    requireBits("weights", weightBits);
    requireBits("activations", activationBits);
  }

  private static void requireBits(String what, int bits) {
    if (bits < FEWEST || bits > MOST) {
      throw new IllegalArgumentException(
          "A quantisation of "
              + what
              + " to "
              + bits
              + " bits, expected 2 to 8.\nMaybe 8, or 4 for weights.");
    }
  }

  /** {@return the quantisation to 8 bits that {@code OnnxQuantizer} makes without training} */
  public static Quantization int8() {
    return new Quantization(MOST, MOST, Scales.OBSERVED);
  }

  /**
   * A quantisation to few bits with scales that are learned.
   *
   * @param weightBits the bits of a weight
   * @param activationBits the bits of an activation
   * @return the quantisation
   * @throws IllegalArgumentException if they are not from 2 to 8
   */
  public static Quantization learned(int weightBits, int activationBits) {
    return new Quantization(weightBits, activationBits, Scales.LEARNED);
  }

  /** {@return the largest integer of a weight, 2ᵇ⁻¹ − 1} */
  public int largestWeight() {
    return (1 << (weightBits - 1)) - 1;
  }

  /** {@return the largest integer of an activation, 2ᵇ − 1} */
  public int largestActivation() {
    return (1 << activationBits) - 1;
  }
}
