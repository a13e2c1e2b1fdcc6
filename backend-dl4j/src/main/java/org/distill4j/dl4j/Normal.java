package org.distill4j.dl4j;

/** The standard normal distribution, to about 1e-11. */
final class Normal {
  private static final int PER_UNIT = 32;
  private static final int LIMIT = 9;
  private static final double DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);
  private static final double[] AREAS = areas();

  private Normal() {}

  static double density(double x) {
    return DENSITY_AT_ZERO * Math.exp(-0.5 * x * x);
  }

  /** The area left of x: Taylor's series of fourth order about the nearest point of a table. */
  static double distribution(double x) {
    if (!(Math.abs(x) < LIMIT)) {
      return Double.isNaN(x) ? x : x < 0 ? 0 : 1;
    }
    int nearest = (int) Math.rint(x * PER_UNIT);
    double c = (double) nearest / PER_UNIT;
    double d = x - c;
    double series = 1 - d * (c / 2 - d * ((c * c - 1) / 6 - d * c * (c * c - 3) / 24));
    return AREAS[nearest + LIMIT * PER_UNIT] + density(c) * d * series;
  }

  private static double[] areas() {
    double[] areas = new double[2 * LIMIT * PER_UNIT + 1];
    for (int i = 0; i < areas.length; i++) {
      areas[i] = 0.5 + area((double) i / PER_UNIT - LIMIT);
    }
    return areas;
  }

  /** The area between 0 and x: the density times x + x³/3 + x⁵/(3·5) + … */
  private static double area(double x) {
    double term = x;
    double sum = 0;
    for (int i = 3; Math.abs(term) > 1e-18 * Math.abs(sum); i += 2) {
      sum += term;
      term *= x * x / i;
    }
    return density(x) * sum;
  }
}
