package org.distill4j.core.metric;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Metric;

/**
 * A number that follows from all values of an output and what they should be. It holds them, 16
 * bytes for each pair, until it is asked.
 *
 * @param name its name
 * @param goal which way is better
 * @param output the output's name
 * @param wanted the name of the labels; empty for the teachers' output
 * @param number the number
 */
record NumberMetric(
    String name,
    Goal goal,
    String output,
    Optional<String> wanted,
    ToDoubleFunction<Columns> number)
    implements Metric {
  NumberMetric(
      String name, Goal goal, String output, String labels, ToDoubleFunction<Columns> number) {
    this(named(name, output), goal, output, Optional.of(labels), number);
  }

  /** A metric against the teachers. */
  NumberMetric(String name, String output, ToDoubleFunction<Columns> number) {
    this(named(name, output), Goal.MAXIMIZE, output, Optional.empty(), number);
  }

  private static String named(String name, String output) {
    return output.equals(Outputs.LOGITS) ? name : name + "." + output;
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

    private void add(FloatBuffer given, double... should) {
      student = Arrays.copyOf(student, room(student.length, count + should.length));
      wanted = Arrays.copyOf(wanted, student.length);
      for (int i = 0; i < should.length; i++) {
        student[count] = given.get(i);
        wanted[count++] = should[i];
      }
    }

    private static int room(int present, int needed) {
      return needed <= present ? present : Math.max(needed, 2 * present);
    }

    private double[] column(double[] values, int column) {
      double[] picked = new double[count / width];
      Arrays.setAll(picked, row -> values[row * width + column]);
      return picked;
    }

    /** The mean over the values of an example of what is made of each over all examples. */
    double mean(ToDoubleBiFunction<double[], double[]> each) {
      return count == 0
          ? Double.NaN
          : IntStream.range(0, width)
              .mapToDouble(c -> each.applyAsDouble(column(student, c), column(wanted, c)))
              .average()
              .orElse(Double.NaN);
    }

    /** The mean over the examples of the cosine of their values. */
    double cosine() {
      double sum = 0;
      for (int row = 0; row < count; row += width) {
        double product = 0;
        double lengths = 0;
        double others = 0;
        for (int i = row; i < row + width; i++) {
          product += student[i] * wanted[i];
          lengths += student[i] * student[i];
          others += wanted[i] * wanted[i];
        }
        sum += product / Math.sqrt(lengths * others);
      }
      return sum * width / count;
    }
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
        columns.add(given.floats(), should);
      }

      @Override
      public double value() {
        boolean numbers = Arrays.stream(columns.student, 0, columns.count).noneMatch(Double::isNaN);
        return numbers ? number.applyAsDouble(columns) : Double.NaN;
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
              + name
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
