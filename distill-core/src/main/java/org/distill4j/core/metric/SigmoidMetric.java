package org.distill4j.core.metric;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.distill4j.core.loss.SigmoidDistillationLoss.Task;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Metric;

/**
 * A number that follows from all logits of a sigmoid and their labels. It holds them, 16 bytes for
 * each, until it is asked.
 *
 * @param name its name
 * @param goal which way is better
 * @param task what the logits are of
 * @param output the name of the logits
 * @param wanted the name of the labels
 * @param number the number
 */
record SigmoidMetric(
    String name,
    Goal goal,
    Task task,
    String output,
    String wanted,
    ToDoubleFunction<SigmoidScores> number)
    implements Metric {
  @Override
  public Optional<String> labels() {
    return Optional.of(wanted);
  }

  @Override
  public Accumulator start() {
    SigmoidScores scores = new SigmoidScores();
    return new Accumulator() {
      @Override
      public void add(Batch batch, Predictions student, List<Predictions> teachers) {
        HostTensor logits = student.get(output);
        HostTensor labels = batch.labels(wanted);
        requireSame(logits, labels);
        int width = task == Task.BINARY ? 1 : logits.shape().dim(-1);
        for (int i = 0; i < logits.size(); i++) {
          scores.add(logits.floats().get(i), label(labels, i, batch), width);
        }
      }

      @Override
      public double value() {
        return scores.areNumbers() ? number.applyAsDouble(scores) : Double.NaN;
      }
    };
  }

  private void requireSame(HostTensor logits, HostTensor labels) {
    if (logits.type() != DType.FLOAT32 || labels.size() != logits.size()) {
      throw new IllegalArgumentException(
          "The metric "
              + name
              + " compares the output \""
              + output
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
              + wanted
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
