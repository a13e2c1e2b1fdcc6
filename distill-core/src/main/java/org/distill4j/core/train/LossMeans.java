package org.distill4j.core.train;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.core.checkpoint.Checkpoint;
import org.distill4j.train.LossValues;

/** Loss terms averaged over the examples of an epoch. */
final class LossMeans {
  private final Map<String, Double> sums = new LinkedHashMap<>();
  private long examples;

  /** Resumes where another stopped. */
  static LossMeans of(Checkpoint.Running running) {
    LossMeans means = new LossMeans();
    means.sums.putAll(running.sums());
    means.examples = running.examples();
    return means;
  }

  Checkpoint.Running running(Duration time) {
    return new Checkpoint.Running(sums, examples, time);
  }

  void add(LossValues loss, int rows) {
    loss.asMap().forEach((name, value) -> sums.merge(name, value * rows, Double::sum));
    examples += rows;
  }

  long examples() {
    return examples;
  }

  LossValues values() {
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach((name, sum) -> means.put(name, sum / examples));
    return new LossValues(means);
  }
}
