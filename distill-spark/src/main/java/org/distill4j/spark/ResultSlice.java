package org.distill4j.spark;

import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.distill4j.core.rounds.LocalResult;
import org.distill4j.train.LossValues;

/** A worker's result, or a slice of it, in transit. Not a record, which Kryo cannot take. */
final class ResultSlice implements Serializable {
  private static final long serialVersionUID = 1;

  private final int worker;
  private final float[] values;
  private final long examples;
  private final LinkedHashMap<String, Double> loss;
  private final long nanos;

  ResultSlice(LocalResult result, float[] values) {
    this.worker = result.worker();
    this.values = values;
    this.examples = result.examples();
    this.loss = new LinkedHashMap<>(result.loss().asMap());
    this.nanos = result.time().toNanos();
  }

  int worker() {
    return worker;
  }

  long examples() {
    return examples;
  }

  float[] values() {
    return values;
  }

  LocalResult result() {
    return new LocalResult(worker, values, examples, new LossValues(loss), Duration.ofNanos(nanos));
  }
}
