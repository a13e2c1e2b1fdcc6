package org.distill4j.core.metric;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.train.Metric;

/**
 * A metric that adds up one number for each example that counts. A number that is NaN makes the
 * metric NaN, as a model whose outputs are none is not as good as the rest of them.
 *
 * @param name its name
 * @param goal which way is better
 * @param needs whose predictions it looks at
 * @param labels the labels that it needs
 * @param scale what becomes of sum and count
 * @param perExample gives the numbers of a batch
 */
record RowMean(
    String name,
    Goal goal,
    Needs needs,
    Optional<String> labels,
    Scale scale,
    PerExample perExample)
    implements Metric {
  /** What becomes of the sum of the numbers. */
  enum Scale {
    MEAN,
    SUM
  }

  /** Gives one number for each example that counts. */
  @FunctionalInterface
  interface PerExample {
    void of(Batch batch, Predictions student, List<Predictions> teachers, DoubleConsumer counted);
  }

  @Override
  public Accumulator start() {
    return new Sums();
  }

  private final class Sums implements Accumulator {
    private double sum;
    private long count;

    @Override
    public void add(Batch batch, Predictions student, List<Predictions> teachers) {
      perExample.of(batch, student, teachers, this::count);
    }

    private void count(double value) {
      sum += value;
      count++;
    }

    @Override
    public double value() {
      return count == 0 ? Double.NaN : scale == Scale.SUM ? sum : sum / count;
    }
  }
}
