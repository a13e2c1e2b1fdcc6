package org.distill4j.conformance;

/**
 * All tolerances of the suite. The expected numbers come from arithmetic in double precision on the
 * same float32 arguments, so only the backend's own rounding has to be allowed for. One rounding to
 * float32 is 6e-8 of the number.
 */
public final class Tolerances {
  /** For elements that are picked, moved, compared or cut off. */
  public static final Tolerance EXACT = new Tolerance(0, 0, "no arithmetic takes place");

  /** Sums, differences, products and quotients of two numbers. */
  public static final Tolerance ARITHMETIC =
      new Tolerance(
          3e-7,
          1e-37,
          "one rounding, or a division by a reciprocal; subnormal results may be flushed to zero");

  /** Functions such as exp, log and tanh. */
  public static final Tolerance FUNCTION =
      new Tolerance(
          2e-6,
          2e-6,
          "engines approximate them to a few units in the last place, and PyTorch's fused gelu to"
              + " 1.2e-6");

  /** Sums of up to some hundred products of numbers near one. */
  public static final Tolerance SUM =
      new Tolerance(1e-5, 2e-5, "hundreds of roundings in any order, and cancellation");

  /** Gradients of a single primitive. */
  public static final Tolerance GRADIENT =
      new Tolerance(3e-5, 3e-5, "a product of two approximated numbers, summed by broadcasting");

  /** Values and gradients of layers. */
  public static final Tolerance LAYER =
      new Tolerance(1e-4, 5e-5, "several primitives after another, with division by deviations");

  /** The objective for logits that were shifted by 64. */
  public static final Tolerance SHIFTED =
      new Tolerance(1e-4, 5e-5, "logits near 64 are rounded to 4e-6 before anything is computed");

  /** Parameters that an optimizer moved by known gradients. */
  public static final Tolerance OPTIMIZER =
      new Tolerance(2e-5, 2e-6, "a dozen steps, each with a few roundings");

  /** Loss terms over a training. */
  public static final Tolerance TRAINING =
      new Tolerance(1e-4, 1e-6, "roundings of one step are carried on by the next ones");

  /** Weights at the end of a training. */
  public static final Tolerance TRAINED =
      new Tolerance(
          1e-3, 1e-4, "Adam divides small gradients by their own size, and so their rounding too");

  /** For values that are computed twice from a float32 snapshot. */
  public static final Tolerance SNAPSHOT =
      new Tolerance(1e-5, 1e-6, "a backend may keep more digits than a snapshot holds");

  /** For values that are computed from a batch and from its micro-batches. */
  public static final Tolerance SPLIT =
      new Tolerance(1e-5, 2e-6, "sums over the batch are taken in another order");

  /** Losses at arguments that are nearly equal, or very large or small. */
  public static final Tolerance THOUSANDTH =
      new Tolerance(1e-3, 1e-3, "differences of nearly equal numbers are rounded");

  private Tolerances() {}

  /**
   * Returns the terms of the objective at a temperature.
   *
   * @param temperature T
   * @return the allowance
   */
  public static Tolerance objective(double temperature) {
    return new Tolerance(
        1e-5,
        2e-6 + 3e-7 * temperature * temperature,
        "log-probabilities are rounded to 1e-7 or so, and their divergence is multiplied by T²");
  }

  /**
   * Returns the gradient of the objective in the logits at a temperature.
   *
   * @param temperature T
   * @return the allowance
   */
  public static Tolerance objectiveGradient(double temperature) {
    return new Tolerance(
        1e-5,
        2e-6 + 3e-7 * temperature,
        "probabilities are rounded to 1e-7 or so, and their difference is multiplied by T");
  }

  /**
   * Returns the terms of other losses at a temperature.
   *
   * @param temperature T
   * @return the allowance
   */
  public static Tolerance family(double temperature) {
    return new Tolerance(
        1e-4,
        5e-5 + 5e-6 * temperature * temperature,
        "some divide by deviations of probabilities, which shrink as T grows");
  }

  /**
   * Returns the gradients of other losses at a temperature.
   *
   * @param temperature T
   * @return the allowance
   */
  public static Tolerance familyGradient(double temperature) {
    return new Tolerance(
        1e-4,
        5e-5 + 5e-5 * temperature,
        "some divide by deviations of probabilities, which shrink as T grows");
  }
}
