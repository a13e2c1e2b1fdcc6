package org.distill4j.core.metric;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Metric;

/**
 * A metric computed from the confusion of classes.
 *
 * @param metric its name without the outputs and labels that it reads
 * @param number the number
 * @param measured the logits, the labels and the weights
 */
record ConfusionMetric(String metric, ToDoubleFunction<Confusion> number, MetricInput measured)
    implements MetricInput.Movable {
  ConfusionMetric(String metric, ToDoubleFunction<Confusion> number) {
    this(metric, number, MetricInput.usual());
  }

  @Override
  public String name() {
    return measured.name(metric);
  }

  @Override
  public Metric of(MetricInput other) {
    return new ConfusionMetric(metric, number, other);
  }

  @Override
  public Goal goal() {
    return Goal.MAXIMIZE;
  }

  @Override
  public Optional<String> labels() {
    return Optional.of(measured.labels());
  }

  @Override
  public Accumulator start() {
    Confusion confusion = new Confusion();
    return new Accumulator() {
      @Override
      public void add(Batch batch, Predictions student, List<Predictions> teachers) {
        double[][] rows = LogitRows.logSoftmax("model", student, measured.output(), batch);
        HostTensor logits = student.get(measured.output());
        int[] labels = LogitRows.labels(batch, measured.labels(), logits);
        double[] weight = measured.weights().ofRows(batch, logits);
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
