package org.distill4j.core.metric;

import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.train.Metric;

/**
 * The outputs and labels that a metric reads.
 *
 * @param output the name of the output
 * @param labels the name of the labels
 * @param weights how much each row counts
 */
record MetricInput(String output, String labels, RowWeights weights) {
  /** A metric that can read other outputs and labels, and whose rows can have weights. */
  interface Movable extends Metric {
    /** The outputs and labels that it reads. */
    MetricInput measured();

    /** Returns the same metric of other outputs or labels. */
    Metric of(MetricInput other);
  }

  /** Reads "logits" and "labels", each row once. */
  static MetricInput usual() {
    return of(Outputs.LOGITS, Batch.LABELS);
  }

  static MetricInput of(String output, String labels) {
    return new MetricInput(output, labels, RowWeights.none());
  }

  MetricInput weighted(String name) {
    return new MetricInput(output, labels, new RowWeights(Optional.of(name)));
  }

  MetricInput head(String other, String labelsOfOther) {
    return new MetricInput(other, labelsOfOther, weights);
  }

  /**
   * Returns the name of a metric with this input: the name of another output, or else of other
   * labels, follows it.
   */
  String name(String metric) {
    String head =
        !output.equals(Outputs.LOGITS)
            ? "." + output
            : labels.equals(Batch.LABELS) ? "" : "." + labels;
    return weights.of(metric + head);
  }
}
