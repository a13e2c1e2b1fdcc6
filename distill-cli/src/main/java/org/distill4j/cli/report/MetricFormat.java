package org.distill4j.cli.report;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of networks' numbers, and their format. */
public final class MetricFormat {
  private static final Map<String, String> NAMES =
      Map.of(
          "hiddenUnits", "hidden units",
          "deadUnits", "hidden units never active",
          "klToTeacher", "KL to the teacher, nats",
          "calibrationError", "calibration error",
          "crossEntropy", "cross-entropy, nats",
          "bytes", "size of the weights, bytes",
          "flops", "operations of one prediction",
          "latencyOneP50Micros", "latency of 1 example, p50, us",
          "latencyOneP99Micros", "latency of 1 example, p99, us",
          "latencyManyP50Micros", "latency of up to 64 examples, p50, us");

  private MetricFormat() {}

  /**
   * Returns the name of a number for readers.
   *
   * @param figure its name in files
   * @return its name with words and unit; the same where no other is known
   */
  public static String name(String figure) {
    return Optional.ofNullable(NAMES.get(figure)).orElse(figure);
  }

  /**
   * Returns a number of a network in a readable format: units that are never active as their share
   * of all hidden units, latencies with one decimal.
   *
   * @param figure the name of the number
   * @param numbers the numbers of the network
   * @return its text; "-" for one that the network does not have
   */
  public static String text(String figure, Map<String, Double> numbers) {
    double value = numbers.getOrDefault(figure, Double.NaN);
    if (!Double.isFinite(value)) {
      return text(value);
    }
    if (figure.equals("deadUnits")) {
      double units = numbers.getOrDefault("hiddenUnits", Double.NaN);
      return String.format(Locale.ROOT, "%.1f %%", 100 * value / units);
    }
    return figure.startsWith("latency") ? String.format(Locale.ROOT, "%,.1f", value) : text(value);
  }

  /**
   * Returns a number in a readable format.
   *
   * @param value the number
   * @return its text; "-" for what is not a number
   */
  public static String text(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) >= 2;
    return String.format(
        Locale.ROOT, whole ? "%,.0f" : Math.abs(value) < 10 ? "%.4f" : "%,.1f", value);
  }
}
