package org.distill4j.core.metric;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Metric;

/**
 * A metric computed from all values of an output and the expected values. It holds them, 32 bytes
 * for each pair, until it is asked.
 *
 * @param metric its name without the outputs and labels that it reads
 * @param goal which way is better
 * @param needs the teachers too, if their output is compared with, not labels
 * @param number the number
 * @param measured the output, the labels and the weights
 */
record NumberMetric(
    String metric,
    Goal goal,
    Needs needs,
    ToDoubleFunction<NumberColumns> number,
    MetricInput measured)
    implements MetricInput.Movable {
  NumberMetric(
      String name,
      Goal goal,
      String output,
      String labels,
      ToDoubleFunction<NumberColumns> number) {
    this(name, goal, Needs.STUDENT, number, MetricInput.of(output, labels));
  }

  /** A metric against the teachers. */
  NumberMetric(String name, String output, ToDoubleFunction<NumberColumns> number) {
    this(
        name,
        Goal.MAXIMIZE,
        Needs.STUDENT_AND_TEACHERS,
        number,
        MetricInput.of(output, Batch.LABELS));
  }

  @Override
  public String name() {
    return measured.name(metric);
  }

  @Override
  public Metric of(MetricInput other) {
    return new NumberMetric(metric, goal, needs, number, other);
  }

  /** {@return the labels of a metric that reads no teachers} */
  @Override
  public Optional<String> labels() {
    return needs == Needs.STUDENT ? Optional.of(measured.labels()) : Optional.empty();
  }

  @Override
  public Accumulator start() {
    NumberColumns columns = new NumberColumns();
    return new Accumulator() {
      @Override
      public void add(Batch batch, Predictions student, List<Predictions> teachers) {
        HostTensor given = student.get(measured.output());
        double[] should =
            labels()
                .map(labels -> doubles(batch.labels(labels), given, "labels"))
                .orElseGet(() -> mean(given, teachers));
        columns.add(batch, given, should, measured.weights());
      }

      @Override
      public double value() {
        return columns.areNumbers() ? number.applyAsDouble(columns) : Double.NaN;
      }
    };
  }

  private double[] mean(HostTensor given, List<Predictions> teachers) {
    double[] sums = new double[given.size()];
    for (Predictions teacher : teachers) {
      double[] values = doubles(teacher.get(measured.output()), given, "teacher's output");
      Arrays.setAll(sums, i -> sums[i] + values[i] / teachers.size());
    }
    return sums;
  }

  private double[] doubles(HostTensor values, HostTensor given, String what) {
    if (given.type() != DType.FLOAT32
        || values.type() != DType.FLOAT32
        || values.size() != given.size()) {
      throw new IllegalArgumentException(
          "The metric "
              + name()
              + " compares the output \""
              + measured.output()
              + "\" of "
              + given.spec()
              + " with the "
              + what
              + " of "
              + values.spec()
              + ", expected FLOAT32 of the same number of values.\n"
              + "Maybe the labels are classes, or the metric is one for another output.");
    }
    FloatBuffer from = values.floats();
    double[] doubles = new double[values.size()];
    Arrays.setAll(doubles, from::get);
    return doubles;
  }
}
