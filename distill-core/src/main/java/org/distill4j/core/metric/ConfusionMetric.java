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
 * @param name its name
 * @param number the number
 */
record ConfusionMetric(String name, ToDoubleFunction<Confusion> number) implements Metric {
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
        for (int i = 0; i < rows.length; i++) {
          if (labels[i] >= 0) {
            confusion.add(rows[i], labels[i]);
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
