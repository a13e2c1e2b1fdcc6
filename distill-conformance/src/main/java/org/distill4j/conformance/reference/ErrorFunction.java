package org.distill4j.conformance.reference;

/** The error function and the normal distribution in double precision. */
final class ErrorFunction {
  /** The limit beyond which erf is 1 to the last bit of a double. */
  private static final double SATURATED = 6;

  private ErrorFunction() {}

  /** Sums the series of positive terms 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!. */
  static double erf(double x) {
    if (Math.abs(x) > SATURATED) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** Returns the standard normal distribution function. */
  static double normal(double x) {
    return (1 + erf(x / Math.sqrt(2))) / 2;
  }

  /** Returns the standard normal density. */
  static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
