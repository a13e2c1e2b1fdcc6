package org.distill4j.cli.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis: round numbers that span values, and the position of each value between 0 and 1.
 *
 * @param from the lowest mark
 * @param to the highest mark
 * @param step the distance of two marks
 */
record AxisScale(double from, double to, double step) {
  private static final int MARKS = 4;

  static AxisScale of(List<Double> values) {
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double largest = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    double span = largest - least;
    double wanted = span > 0 ? span / MARKS : Math.max(Math.abs(least), 1) / MARKS;
    double power = Math.pow(10, Math.floor(Math.log10(wanted)));
    double step = power * (wanted > 5 * power ? 10 : wanted > 2 * power ? 5 : 2);
    double from = Math.floor(least / step) * step;
    double to = Math.ceil(largest / step) * step;
    return new AxisScale(from, to > from ? to : from + step, step);
  }

  double at(double value) {
    return (value - from) / (to - from);
  }

  List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    for (int i = 0; from + i * step <= to + step / 2; i++) {
      marks.add(from + i * step);
    }
    return marks;
  }

  /** Returns a mark with no more digits than the step needs. */
  String text(double mark) {
    int digits = Math.max(0, (int) -Math.floor(Math.log10(step)));
    return BigDecimal.valueOf(mark).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }
}
