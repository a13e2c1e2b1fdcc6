package org.distill4j.examples.mnist;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.distill4j.core.metric.Latency;
import org.distill4j.core.metric.Metrics;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingReport;

/** A trained model and what was measured of it on the test digits. */
record Candidate(
    TrainingReport training,
    Map<String, Double> metrics,
    long bytes,
    Latency oneDigit,
    Latency batch) {

  long parameters() {
    return training.weights().size();
  }

  List<Double> epochSeconds() {
    return training.epochs().stream().map(epoch -> seconds(epoch.trainingTime())).toList();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  List<Double> epochLoss() {
    return training.epochs().stream().map(epoch -> epoch.loss().total()).toList();
  }

  double accuracy() {
    return value(Metrics.accuracy());
  }

  long errors() {
    return Math.round(value(Metrics.errors()));
  }

  double agreement() {
    return value(Metrics.agreement());
  }

  double klToTeacher() {
    return value(Metrics.klToTeacher());
  }

  double calibrationError() {
    return value(Metrics.calibrationError());
  }

  private double value(Metric metric) {
    return metrics.getOrDefault(metric.name(), Double.NaN);
  }
}
