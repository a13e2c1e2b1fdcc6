package org.distill4j.optim;

/** Checks of hyper-parameters. */
final class RangeChecks {
  private RangeChecks() {}

  static void requireFraction(String name, double value) {
    require(name, value, value >= 0 && value < 1, "a number in [0, 1)");
  }

  static void requirePositive(String name, double value) {
    require(name, value, value > 0 && Double.isFinite(value), "a finite number above 0");
  }

  static void requireNotNegative(String name, double value) {
    require(name, value, value >= 0 && Double.isFinite(value), "a finite number of at least 0");
  }

  private static void require(String name, double value, boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "The "
              + name
              + " is "
              + value
              + ", expected "
              + expected
              + ".\nMaybe the arguments are in another order.");
    }
  }
}
