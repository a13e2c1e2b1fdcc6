package org.distill4j.core.metric;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.train.Metric;

/**
 * A number that follows from how often classes are taken for each other.
 *
 * @param metric its name without weights
 * @param number the number
 * @param weights how much each row counts
 */
record ConfusionMetric(String metric, ToDoubleFunction<Confusion> number, RowWeights weights)
    implements RowWeights.Weighted {
  ConfusionMetric(String metric, ToDoubleFunction<Confusion> number) {
    this(metric, number, RowWeights.none());
  }

  @Override
  public String name() {
    return weights.of(metric);
  }

  @Override
  public Metric with(RowWeights other) {
    return new ConfusionMetric(metric, number, other);
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
    Confusion confusion = new Confusion();
    return new Accumulator() {
      @Override
      public void add(Batch batch, Predictions student, List<Predictions> teachers) {
        double[][] rows = Rows.logSoftmax("model", student, Outputs.LOGITS, batch);
        int[] labels = Rows.labels(batch, Batch.LABELS, student.logits());
        double[] weight = weights.of(batch, rows.length);
        for (int i = 0; i < rows.length; i++) {
          if (labels[i] >= 0 && weight[i] > 0) {
            confusion.add(rows[i], labels[i], weight[i]);
          }
        }
      }

      @Override
      public double value() {
        return number.applyAsDouble(confusion);
      }
    };
  }
}
