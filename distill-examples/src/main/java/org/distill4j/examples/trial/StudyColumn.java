package org.distill4j.examples.trial;

import java.util.Locale;

/**
 * A column of a study's table.
 *
 * @param name the name of the metric, and of the column in files
 * @param title what stands above the column
 * @param unit how its numbers are written
 */
public record StudyColumn(String name, String title, Unit unit) {
  /** How numbers are written. */
  public enum Unit {
    /** A share in [0, 1], written as a percentage with two decimals. */
    PERCENT("%.2f", "%.2f", " %", 100),
    /** A count; the mean of several has one decimal. */
    COUNT("%,.0f", "%,.1f", "", 1),
    /** Bytes, written as kilobytes of 1,000 with one decimal. */
    KILOBYTES("%,.1f", "%,.1f", " kB", 0.001),
    /** Microseconds, with one decimal. */
    MICROS("%,.1f", "%,.1f", " us", 1),
    /** Any other number, with four decimals. */
    NUMBER("%.4f", "%.4f", "", 1);

    private final String one;
    private final String several;
    private final String suffix;
    private final double factor;

    Unit(String one, String several, String suffix, double factor) {
      this.one = one;
      this.several = several;
      this.suffix = suffix;
      this.factor = factor;
    }

    private String write(String pattern, double value) {
      return String.format(Locale.ROOT, pattern, value * factor);
    }
  }

  /** Mean ± standard deviation, or the number alone if there is just one. */
  String write(RepeatedMeasurement sample) {
    String mean = unit.write(sample.values().size() == 1 ? unit.one : unit.several, sample.mean());
    String spread =
        sample.values().size() == 1 ? "" : " ± " + unit.write(unit.several, sample.deviation());
    return mean + spread + unit.suffix;
  }

  /** The mean of differences, with its sign, ± half the width of its interval of 95 %. */
  String writeDifference(RepeatedMeasurement differences) {
    double mean = differences.mean();
    String sign = mean < 0 ? "" : "+";
    String interval =
        differences.values().size() == 1
            ? ""
            : " ± " + unit.write(unit.several, differences.halfInterval());
    return sign + unit.write(unit.several, mean) + interval + unit.suffix;
  }
}
