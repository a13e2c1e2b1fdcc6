package org.distill4j.core.metric;

import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.train.Metric;

/**
 * What a metric looks at.
 *
 * @param output the name of the output
 * @param labels the name of the labels
 * @param weights how much each row counts
 */
record Measured(String output, String labels, RowWeights weights) {
  /** A metric that can look at other outputs and labels, and whose rows can have weights. */
  interface Movable extends Metric {
    /** What it looks at. */
    Measured measured();

    /** The same metric of something else. */
    Metric of(Measured other);
  }

  /** "logits" and "labels", each row once. */
  static Measured usual() {
    return of(Outputs.LOGITS, Batch.LABELS);
  }

  static Measured of(String output, String labels) {
    return new Measured(output, labels, RowWeights.none());
  }

  Measured weighted(String name) {
    return new Measured(output, labels, new RowWeights(Optional.of(name)));
  }

  Measured head(String other, String labelsOfOther) {
    return new Measured(other, labelsOfOther, weights);
  }

  /** The name of a metric of this: that of another output, or else of other labels, follows it. */
  String name(String metric) {
    String head =
        !output.equals(Outputs.LOGITS)
            ? "." + output
            : labels.equals(Batch.LABELS) ? "" : "." + labels;
    return weights.of(metric + head);
  }
}
