package org.distill4j.core.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.train.Metric;

/**
 * A number of how examples of a class are ranked before all others by its probability. It holds a
 * score of 8 bytes for each example and class that it has read until it is asked for its value.
 *
 * @param name its name
 * @param only the class; empty for the mean over all classes that some examples are of and some not
 * @param ranking what is made of a ranking
 */
record RankMetric(String name, OptionalInt only, Ranking ranking) implements Metric {
  /** Makes a number of scores. */
  @FunctionalInterface
  interface Ranking {
    /** The number; the scores ascend, and there are examples of both kinds. */
    double of(double[] scores, boolean[] positive);
  }

  @Override
  public Goal goal() {
    return Goal.MAXIMIZE;
  }

  @Override
  public Optional<String> labels() {
    return Optional.of(Batch.LABELS);
  }

  @Override
  public Accumulator start() {
    return new Scores();
  }

  private final class Scores implements Accumulator {
    private final List<double[]> odds = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    @Override
    public void add(Batch batch, Predictions student, List<Predictions> teachers) {
      double[][] rows = Rows.logSoftmax("model", student, Outputs.LOGITS, batch);
      int[] given = Rows.labels(batch, Batch.LABELS, student.logits());
      for (int i = 0; i < rows.length; i++) {
        if (given[i] >= 0) {
          double[] all = Rows.logOdds(rows[i]);
          odds.add(only.isPresent() ? new double[] {score(all)} : all);
          labels.add(given[i]);
        }
      }
    }

    private double score(double[] all) {
      int wanted = only.orElseThrow();
      if (wanted >= all.length) {
        throw new IllegalArgumentException(
            "The metric "
                + name
                + " is of class "
                + wanted
                + ", expected one below "
                + all.length
                + " as the model has.\nMaybe classes were counted from 1.");
      }
      return all[wanted];
    }

    @Override
    public double value() {
      if (odds.isEmpty() || odds.stream().anyMatch(row -> Double.isNaN(row[0]))) {
        return Double.NaN;
      }
      return only.isPresent()
          ? value(0, only.getAsInt()).orElse(Double.NaN)
          : IntStream.range(0, odds.get(0).length)
              .mapToObj(c -> value(c, c))
              .flatMap(Optional::stream)
              .mapToDouble(Double::doubleValue)
              .average()
              .orElse(Double.NaN);
    }

    private Optional<Double> value(int column, int label) {
      int[] order =
          IntStream.range(0, odds.size())
              .boxed()
              .sorted((a, b) -> Double.compare(odds.get(a)[column], odds.get(b)[column]))
              .mapToInt(Integer::intValue)
              .toArray();
      double[] scores = new double[order.length];
      boolean[] positive = new boolean[order.length];
      int count = 0;
      for (int i = 0; i < order.length; i++) {
        scores[i] = odds.get(order[i])[column];
        positive[i] = labels.get(order[i]) == label;
        count += positive[i] ? 1 : 0;
      }
      return count == 0 || count == order.length
          ? Optional.empty()
          : Optional.of(ranking.of(scores, positive));
    }
  }

  /**
   * The share of pairs of an example of the class and another that are ranked right; a tie is ½.
   */
  static double auroc(double[] scores, boolean... positive) {
    double[] ranks = Ranks.of(scores);
    double sum = 0;
    long count = 0;
    for (int i = 0; i < scores.length; i++) {
      if (positive[i]) {
        sum += ranks[i];
        count++;
      }
    }
    return (sum - count * (count + 1) / 2.0) / ((double) count * (scores.length - count));
  }

  /** Σ over the distinct scores from the top of (recall − recall before) · precision. */
  static double averagePrecision(double[] scores, boolean... positive) {
    double sum = 0;
    long hits = 0;
    long before = 0;
    for (int i = scores.length - 1; i >= 0; i--) {
      hits += positive[i] ? 1 : 0;
      if (i == 0 || scores[i - 1] != scores[i]) {
        sum += (double) (hits - before) * hits / (scores.length - i);
        before = hits;
      }
    }
    return sum / hits;
  }
}
