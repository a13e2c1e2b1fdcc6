package org.distill4j.core.train;

import java.util.List;
import java.util.Optional;
import org.distill4j.model.Weights;
import org.distill4j.train.EpochReport;
import org.distill4j.train.Metric;

/** The best epoch so far by the first metric; every epoch is better than NaN. */
final class BestEpoch {
  private final Optional<Metric> metric;
  private Optional<Weights> weights = Optional.empty();
  private int epoch;
  private double value = Double.NaN;

  BestEpoch(List<Metric> metrics) {
    this.metric = metrics.stream().findFirst();
  }

  void offer(EpochReport report, Weights candidate) {
    double offered =
        metric.map(m -> report.metrics().getOrDefault(m.name(), Double.NaN)).orElse(Double.NaN);
    if (epoch == 0 || isBetter(offered)) {
      epoch = report.epoch();
      value = offered;
      weights = Optional.of(candidate);
    }
  }

  private boolean isBetter(double offered) {
    boolean smaller = metric.map(Metric::goal).orElse(Metric.Goal.MINIMIZE) == Metric.Goal.MINIMIZE;
    return Double.isNaN(value)
        ? !Double.isNaN(offered)
        : smaller ? offered < value : offered > value;
  }

  int epoch() {
    return epoch;
  }

  Weights weights() {
    return weights.orElseThrow();
  }
}
