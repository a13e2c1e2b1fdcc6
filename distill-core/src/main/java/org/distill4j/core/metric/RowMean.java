package org.distill4j.core.metric;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.train.Metric;

/**
 * A metric that averages one number of each example that counts. A number that is NaN makes the
 * metric NaN, as a model whose outputs are none is not as good as the rest of them.
 *
 * @param metric its name without the outputs and labels that it reads
 * @param goal which way is better
 * @param needs whose predictions it reads
 * @param scale what becomes of sum and count
 * @param perExample gives the numbers of a batch
 * @param measured the logits, the labels and the weights
 */
record RowMean(
    String metric, Goal goal, Needs needs, Scale scale, PerExample perExample, MetricInput measured)
    implements MetricInput.Movable {
  /** The transformation of the sum of the numbers. */
  enum Scale {
    MEAN,
    SUM
  }

  /** Gives a number for each row of logits; empty for one that does not count. */
  @FunctionalInterface
  interface PerExample {
    OptionalDouble[] of(
        MetricInput measured, Batch batch, Predictions student, List<Predictions> teachers);
  }

  @Override
  public String name() {
    return measured.name(metric);
  }

  /** {@return the labels of a metric that reads no teachers} */
  @Override
  public Optional<String> labels() {
    return needs == Needs.STUDENT ? Optional.of(measured.labels()) : Optional.empty();
  }

  @Override
  public Metric of(MetricInput other) {
    return new RowMean(metric, goal, needs, scale, perExample, other);
  }

  @Override
  public Accumulator start() {
    return new Sums();
  }

  private final class Sums implements Accumulator {
    private double sum;
    private double count;

    @Override
    public void add(Batch batch, Predictions student, List<Predictions> teachers) {
      OptionalDouble[] values = perExample.of(measured, batch, student, teachers);
      double[] weight = measured.weights().ofRows(batch, student.get(measured.output()));
      for (int row = 0; row < values.length; row++) {
        if (values[row].isPresent() && weight[row] > 0) {
          sum += weight[row] * values[row].getAsDouble();
          count += weight[row];
        }
      }
    }

    @Override
    public double value() {
      return count == 0 ? Double.NaN : scale == Scale.SUM ? sum : sum / count;
    }
  }
}
