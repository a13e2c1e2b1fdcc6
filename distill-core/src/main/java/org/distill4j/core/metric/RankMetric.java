package org.distill4j.core.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Metric;

/**
 * A metric of the ranking of a class's examples by its probability. It holds a score of 8 bytes for
 * each example and class that counts until it is asked for its value.
 *
 * @param metric its name without the outputs and labels that it reads
 * @param only the class; empty for the mean over all classes that some examples are of and some not
 * @param ranking what is made of a ranking
 * @param measured the logits, the labels and the weights
 */
record RankMetric(String metric, OptionalInt only, Ranking ranking, MetricInput measured)
    implements MetricInput.Movable {
  RankMetric(String metric, OptionalInt only, Ranking ranking) {
    this(metric, only, ranking, MetricInput.usual());
  }

  /** Computes a number from scores. */
  @FunctionalInterface
  interface Ranking {
    /** Returns the number; the scores ascend, and there are examples of both kinds. */
    double of(double[] scores, boolean[] positive, double[] weights);
  }

  @Override
  public String name() {
    return measured.name(metric);
  }

  @Override
  public Metric of(MetricInput other) {
    return new RankMetric(metric, only, ranking, other);
  }

  @Override
  public Goal goal() {
    return Goal.MAXIMIZE;
  }

  @Override
  public Optional<String> labels() {
    return Optional.of(measured.labels());
  }

  @Override
  public Accumulator start() {
    return new Scores();
  }

  private final class Scores implements Accumulator {
    private final List<double[]> odds = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<Double> weights = new ArrayList<>();

    @Override
    public void add(Batch batch, Predictions student, List<Predictions> teachers) {
      double[][] rows = LogitRows.logSoftmax("model", student, measured.output(), batch);
      HostTensor logits = student.get(measured.output());
      int[] given = LogitRows.labels(batch, measured.labels(), logits);
      double[] weight = measured.weights().ofRows(batch, logits);
      for (int i = 0; i < rows.length; i++) {
        if (given[i] >= 0 && weight[i] > 0) {
          double[] all = LogitRows.logOdds(rows[i]);
          odds.add(only.isPresent() ? new double[] {score(all)} : all);
          labels.add(given[i]);
          weights.add(weight[i]);
        }
      }
    }

    private double score(double[] all) {
      int wanted = only.orElseThrow();
      if (wanted >= all.length) {
        throw new IllegalArgumentException(
            "The metric "
                + name()
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
              .flatMapToDouble(OptionalDouble::stream)
              .average()
              .orElse(Double.NaN);
    }

    private OptionalDouble value(int column, int label) {
      return ranked(
          ranking,
          IntStream.range(0, odds.size()),
          i -> odds.get(i)[column],
          i -> labels.get(i) == label,
          weights::get);
    }
  }

  /** A number of some examples; empty where all, or none, are of the class. */
  static OptionalDouble ranked(
      Ranking ranking,
      IntStream examples,
      IntToDoubleFunction score,
      IntPredicate isPositive,
      IntToDoubleFunction weight) {
    int[] order =
        examples
            .boxed()
            .sorted(Comparator.comparingDouble(score::applyAsDouble))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] scores = IntStream.of(order).mapToDouble(score).toArray();
    double[] weights = IntStream.of(order).mapToDouble(weight).toArray();
    boolean[] positive = new boolean[order.length];
    int count = 0;
    for (int i = 0; i < order.length; i++) {
      positive[i] = isPositive.test(order[i]);
      count += positive[i] ? 1 : 0;
    }
    return count == 0 || count == order.length
        ? OptionalDouble.empty()
        : OptionalDouble.of(ranking.of(scores, positive, weights));
  }

  /**
   * The share of pairs of an example of the class and another that are ranked right, each counting
   * as the product of their weights; a tie is ½.
   */
  static double auroc(double[] scores, boolean[] positive, double... weights) {
    double right = 0;
    double negatives = 0;
    double positives = 0;
    for (int from = 0; from < scores.length; ) {
      int to = from;
      double tiedNegatives = 0;
      double tiedPositives = 0;
      for (; to < scores.length && scores[to] == scores[from]; to++) {
        tiedPositives += positive[to] ? weights[to] : 0;
        tiedNegatives += positive[to] ? 0 : weights[to];
      }
      right += tiedPositives * (negatives + tiedNegatives / 2);
      negatives += tiedNegatives;
      positives += tiedPositives;
      from = to;
    }
    return right / (positives * negatives);
  }

  /** Returns Σ over the distinct scores from the top of (recall − recall before) · precision. */
  static double averagePrecision(double[] scores, boolean[] positive, double... weights) {
    double sum = 0;
    double hits = 0;
    double before = 0;
    double all = 0;
    for (int i = scores.length - 1; i >= 0; i--) {
      hits += positive[i] ? weights[i] : 0;
      all += weights[i];
      if (i == 0 || scores[i - 1] != scores[i]) {
        sum += (hits - before) * hits / all;
        before = hits;
      }
    }
    return sum / hits;
  }
}
