package org.distill4j.core.metric;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Metric;

/**
 * A number that follows from all values of an output and what they should be. It holds them, 24
 * bytes for each pair, until it is asked.
 *
 * @param metric its name without weights
 * @param goal which way is better
 * @param output the output's name
 * @param wanted the name of the labels; empty for the teachers' output
 * @param number the number
 * @param weights how much each value counts
 */
record NumberMetric(
    String metric,
    Goal goal,
    String output,
    Optional<String> wanted,
    ToDoubleFunction<Columns> number,
    RowWeights weights)
    implements RowWeights.Weighted {
  NumberMetric(
      String name, Goal goal, String output, String labels, ToDoubleFunction<Columns> number) {
    this(named(name, output), goal, output, Optional.of(labels), number, RowWeights.none());
  }

  /** A metric against the teachers. */
  NumberMetric(String name, String output, ToDoubleFunction<Columns> number) {
    this(named(name, output), Goal.MAXIMIZE, output, Optional.empty(), number, RowWeights.none());
  }

  private static String named(String name, String output) {
    return output.equals(Outputs.LOGITS) ? name : name + "." + output;
  }

  @Override
  public String name() {
    return weights.of(metric);
  }

  @Override
  public Metric with(RowWeights other) {
    return new NumberMetric(metric, goal, output, wanted, number, other);
  }

  @Override
  public Needs needs() {
    return wanted.isPresent() ? Needs.STUDENT : Needs.STUDENT_AND_TEACHERS;
  }

  @Override
  public Optional<String> labels() {
    return wanted;
  }

  /** The values example by example. */
  static final class Columns {
    private int width = 1;
    private int count;
    private double[] student = new double[64];
    private double[] wanted = new double[64];
    private double[] weights = new double[64];

    private void add(FloatBuffer given, double[] should, double... weight) {
      student = Arrays.copyOf(student, room(student.length, count + should.length));
      wanted = Arrays.copyOf(wanted, student.length);
      weights = Arrays.copyOf(weights, student.length);
      for (int i = 0; i < should.length; i++) {
        student[count] = given.get(i);
        weights[count] = weight[i];
        wanted[count++] = should[i];
      }
    }

    private static int room(int present, int needed) {
      return needed <= present ? present : Math.max(needed, 2 * present);
    }

    /** What counts of a column of the examples. */
    private double[] column(double[] values, int column) {
      return IntStream.range(0, count / width)
          .map(row -> row * width + column)
          .filter(i -> weights[i] > 0)
          .mapToDouble(i -> values[i])
          .toArray();
    }

    /** The mean over the values of an example of what is made of each over all examples. */
    double mean(OfColumn each) {
      return count == 0
          ? Double.NaN
          : IntStream.range(0, width)
              .mapToDouble(c -> each.of(column(student, c), column(wanted, c), column(weights, c)))
              .average()
              .orElse(Double.NaN);
    }

    /** Whether all outputs that count are numbers. */
    private boolean areNumbers() {
      return IntStream.range(0, count).noneMatch(i -> weights[i] > 0 && Double.isNaN(student[i]));
    }

    /** The mean over the examples of the cosine of their values. */
    double cosine() {
      double sum = 0;
      double all = 0;
      for (int row = 0; row < count; row += width) {
        if (weights[row] == 0) {
          continue;
        }
        double product = 0;
        double lengths = 0;
        double others = 0;
        for (int i = row; i < row + width; i++) {
          product += student[i] * wanted[i];
          lengths += student[i] * student[i];
          others += wanted[i] * wanted[i];
        }
        sum += weights[row] * product / Math.sqrt(lengths * others);
        all += weights[row];
      }
      return sum / all;
    }
  }

  /** Makes a number of outputs, what they should be and their weights. */
  @FunctionalInterface
  interface OfColumn {
    double of(double[] student, double[] wanted, double[] weights);
  }

  @Override
  public Accumulator start() {
    Columns columns = new Columns();
    return new Accumulator() {
      @Override
      public void add(Batch batch, Predictions student, List<Predictions> teachers) {
        HostTensor given = student.get(output);
        double[] should =
            wanted
                .map(labels -> doubles(batch.labels(labels), given, "labels"))
                .orElseGet(() -> mean(given, teachers));
        columns.width = given.size() / batch.size();
        columns.add(given.floats(), should, weights.of(batch, given.size()));
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
      double[] values = doubles(teacher.get(output), given, "teacher's output");
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
              + output
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
