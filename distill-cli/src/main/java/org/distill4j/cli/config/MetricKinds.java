package org.distill4j.cli.config;

import org.distill4j.core.metric.Metrics;

/** What is measured on validation examples. */
final class MetricKinds {
  private MetricKinds() {}

  static final Family ALL =
      Family.of(
          "metric",
          plain("accuracy", "Share of right top classes", "accuracy"),
          plain("errors", "Number of wrong top classes", "errors"),
          plain("cross-entropy", "Mean of −log p(label), in nats", "crossEntropy"),
          plain("agreement", "Share of top classes that are the teacher's", "agreement"),
          plain("kl-to-teacher", "Mean of KL(teacher ‖ student), in nats", "klToTeacher"),
          Kind.of(
              "calibration-error",
              "Expected calibration error (Guo et al. 2017)",
              Metrics.class,
              "calibrationError",
              Key.of("bins", Types.INTEGER, 15, "bins of equal width")));

  private static Kind plain(String name, String doc, String method) {
    return Kind.of(name, doc, Metrics.class, method);
  }
}
