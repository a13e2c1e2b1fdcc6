package org.distill4j.core.metric;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.distill4j.core.metric.RankMetric.Ranking;

/** Logits of sigmoids and their labels, row by row of some width. */
final class SigmoidScores {
  private int width = 1;
  private int count;
  private double[] logits = new double[64];
  private double[] labels = new double[64];
  private double[] weights = new double[64];

  void add(double logit, double label, double weight, int columns) {
    width = columns;
    if (count == logits.length) {
      logits = Arrays.copyOf(logits, 2 * count);
      labels = Arrays.copyOf(labels, 2 * count);
      weights = Arrays.copyOf(weights, 2 * count);
    }
    logits[count] = logit;
    weights[count] = weight;
    labels[count++] = label;
  }

  private IntStream known() {
    return IntStream.range(0, count).filter(this::isCounted);
  }

  private boolean isCounted(int i) {
    return labels[i] >= 0 && weights[i] > 0;
  }

  boolean areNumbers() {
    return known().noneMatch(i -> Double.isNaN(logits[i]));
  }

  private boolean holds(int i) {
    return labels[i] >= 0.5;
  }

  private boolean isRight(int i) {
    return logits[i] > 0 == holds(i);
  }

  double accuracy() {
    return mean(known(), i -> isRight(i) ? 1 : 0);
  }

  double exactMatch() {
    return mean(
        IntStream.range(0, count / width)
            .map(row -> known(row * width).findFirst().orElse(-1))
            .filter(first -> first >= 0),
        first -> known(first - first % width).allMatch(this::isRight) ? 1 : 0);
  }

  /** Returns the weighted mean over some indexes; NaN where there are none. */
  private double mean(IntStream indexes, IntToDoubleFunction value) {
    double sum = 0;
    double all = 0;
    for (int i : indexes.toArray()) {
      sum += weights[i] * value.applyAsDouble(i);
      all += weights[i];
    }
    return all == 0 ? Double.NaN : sum / all;
  }

  /** The known labels of a row that begins at an index. */
  private IntStream known(int from) {
    return IntStream.range(from, from + width).filter(this::isCounted);
  }

  double crossEntropy() {
    return mean(known(), i -> crossEntropy(logits[i], labels[i]));
  }

  /** Returns log(1 + exp(z)) − y · z, which never overflows. */
  private static double crossEntropy(double z, double y) {
    return Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
  }

  double averaged(Average average, ToDoubleFunction<Confusion> number) {
    List<Confusion> columns = IntStream.range(0, width).mapToObj(this::counts).toList();
    return switch (average) {
      case MICRO -> counts(known()).of(1, number);
      case MACRO ->
          columns.stream()
              .filter(column -> column.occurs(1))
              .mapToDouble(number)
              .average()
              .orElse(Double.NaN);
      case WEIGHTED -> {
        double all = columns.stream().mapToDouble(column -> column.labelled(1)).sum();
        yield columns.stream()
                .mapToDouble(column -> column.labelled(1) * number.applyAsDouble(column))
                .sum()
            / all;
      }
    };
  }

  private Confusion counts(int column) {
    return counts(known().filter(i -> i % width == column));
  }

  /** How often a label that holds is predicted, as a confusion of the classes 0 and 1. */
  private Confusion counts(IntStream which) {
    Confusion confusion = new Confusion();
    confusion.add(new double[] {1, 0}, 0, 0);
    which.forEach(i -> confusion.add(new double[] {0, logits[i]}, holds(i) ? 1 : 0, weights[i]));
    return confusion;
  }

  double ranked(Ranking ranking) {
    return IntStream.range(0, width)
        .mapToObj(column -> ranked(ranking, column))
        .flatMapToDouble(OptionalDouble::stream)
        .average()
        .orElse(Double.NaN);
  }

  private OptionalDouble ranked(Ranking ranking, int column) {
    return RankMetric.ranked(
        ranking,
        known().filter(i -> i % width == column),
        i -> logits[i],
        this::holds,
        i -> weights[i]);
  }
}
