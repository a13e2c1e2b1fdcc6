package org.distill4j.core.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.distill4j.core.loss.SigmoidDistillationLoss.Task;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Metric;

/**
 * A metric computed from all logits of a sigmoid and their labels. It holds them, 24 bytes for
 * each, until it is asked.
 *
 * @param metric its name without the outputs and labels that it reads
 * @param goal which way is better
 * @param task what the logits are of
 * @param number the number
 * @param measured the logits, the labels and the weights
 */
record SigmoidMetric(
    String metric,
    Goal goal,
    Task task,
    ToDoubleFunction<SigmoidScores> number,
    MetricInput measured)
    implements MetricInput.Movable {
  @Override
  public String name() {
    return measured.name(metric);
  }

  @Override
  public Metric of(MetricInput other) {
    return new SigmoidMetric(metric, goal, task, number, other);
  }

  @Override
  public Optional<String> labels() {
    return Optional.of(measured.labels());
  }

  @Override
  public Accumulator start() {
    SigmoidScores scores = new SigmoidScores();
    return new Accumulator() {
      @Override
      public void add(Batch batch, Predictions student, List<Predictions> teachers) {
        HostTensor logits = student.get(measured.output());
        HostTensor labels = batch.labels(measured.labels());
        requireSame(logits, labels);
        double[] weights = weights(batch, logits);
        int width = task == Task.BINARY ? 1 : logits.shape().dim(-1);
        for (int i = 0; i < logits.size(); i++) {
          scores.add(logits.floats().get(i), label(labels, i, batch), weights[i], width);
        }
      }

      @Override
      public double value() {
        return scores.areNumbers() ? number.applyAsDouble(scores) : Double.NaN;
      }
    };
  }

  /** The last axis of many labels is none of positions, however long it is. */
  private double[] weights(Batch batch, HostTensor logits) {
    Shape shape = logits.shape();
    double[] weights = measured.weights().given(batch, shape);
    int[] dims = shape.dims();
    boolean manyLabels = task == Task.MULTI_LABEL && dims.length > 1;
    Shape rows = manyLabels ? Shape.of(Arrays.copyOf(dims, dims.length - 1)) : shape;
    if (RowWeights.hasPadding(batch, rows)) {
      RowWeights.leaveOut(batch.padding().orElseThrow(), weights);
    }
    return weights;
  }

  private void requireSame(HostTensor logits, HostTensor labels) {
    if (logits.type() != DType.FLOAT32 || labels.size() != logits.size()) {
      throw new IllegalArgumentException(
          "The metric "
              + name()
              + " compares the output \""
              + measured.output()
              + "\" of "
              + logits.spec()
              + " with labels of "
              + labels.spec()
              + ", expected FLOAT32 logits and one label for each.\n"
              + "Maybe the model has an output for each class, for which other metrics are.");
    }
  }

  private double label(HostTensor labels, int index, Batch batch) {
    double label =
        labels.type() == DType.INT32 ? labels.ints().get(index) : labels.floats().get(index);
    if (!(label >= 0 && label <= 1) && label != -1) {
      throw new IllegalArgumentException(
          "Labels \""
              + measured.labels()
              + "\" hold "
              + label
              + " for example "
              + batch.id(index / (labels.size() / batch.size()))
              + ", expected a number in [0, 1], or -1 for unknown.\n"
              + "Maybe the labels are classes, for which other metrics are.");
    }
    return label;
  }
}
