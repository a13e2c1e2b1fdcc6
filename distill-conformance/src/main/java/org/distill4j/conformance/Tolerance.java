package org.distill4j.conformance;

/**
 * The tolerance for a number: at most {@code absolute + relative · |expected|} from the expected
 * one.
 *
 * @param relative the share of the expected number's magnitude
 * @param absolute what is allowed however small the number is
 * @param reason where the allowance comes from
 */
public record Tolerance(double relative, double absolute, String reason) {
  /**
   * Returns whether a number is close enough. Infinite numbers must be equal, and NaN must meet
   * NaN.
   *
   * @param actual the number
   * @param expected what it should be
   * @return whether it is allowed
   */
  public boolean allows(double actual, double expected) {
    double rounded = Double.isFinite((float) expected) ? expected : (float) expected;
    return actual == rounded
        || (Double.isNaN(actual) && Double.isNaN(rounded))
        || Math.abs(actual - rounded) <= absolute + relative * Math.abs(rounded);
  }

  Tolerance times(double factor) {
    return new Tolerance(relative * factor, absolute * factor, reason);
  }

  /** Returns the same for numbers of another size than 1. */
  Tolerance ofSize(double size) {
    return new Tolerance(relative, absolute * size, reason);
  }
}
