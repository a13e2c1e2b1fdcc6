package org.distill4j.cli.console;

import java.util.OptionalDouble;
import org.distill4j.core.metric.Metrics;
import org.distill4j.train.EpochReport;

/** The accuracy in an epoch's metrics, if it was measured. */
final class Accuracy {
  private Accuracy() {}

  static OptionalDouble of(EpochReport report) {
    double accuracy = report.metrics().getOrDefault(Metrics.accuracy().name(), Double.NaN);
    return Double.isNaN(accuracy) ? OptionalDouble.empty() : OptionalDouble.of(accuracy);
  }
}
