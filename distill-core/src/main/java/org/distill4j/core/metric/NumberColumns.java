package org.distill4j.core.metric;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * All values of an output, the expected values and their weights. Where the first axes of all
 * batches are those of the mask of padding, each position is what an example is elsewhere.
 */
final class NumberColumns {
  private int width = 1;
  private int widthOfPositions = 1;
  private boolean hasPositions = true;
  private int count;
  private double[] student = new double[64];
  private double[] wanted = new double[64];
  private double[] weights = new double[64];
  private double[] unpadded = new double[64];

  void add(Batch batch, HostTensor given, double[] should, RowWeights weighing) {
    Shape shape = given.shape();
    double[] weight = weighing.given(batch, shape);
    double[] counted = weight.clone();
    width = given.size() / batch.size();
    hasPositions &= RowWeights.hasPadding(batch, shape);
    if (hasPositions) {
      HostTensor mask = batch.padding().orElseThrow();
      RowWeights.leaveOut(mask, counted);
      widthOfPositions = given.size() / mask.size();
    }
    add(given.floats(), should, weight, counted);
  }

  private void add(FloatBuffer given, double[] should, double[] weight, double... counted) {
    student = Arrays.copyOf(student, room(student.length, count + should.length));
    wanted = Arrays.copyOf(wanted, student.length);
    weights = Arrays.copyOf(weights, student.length);
    unpadded = Arrays.copyOf(unpadded, student.length);
    for (int i = 0; i < should.length; i++) {
      student[count] = given.get(i);
      weights[count] = weight[i];
      unpadded[count] = counted[i];
      wanted[count++] = should[i];
    }
  }

  private static int room(int present, int needed) {
    return needed <= present ? present : Math.max(needed, 2 * present);
  }

  private int width() {
    return hasPositions ? widthOfPositions : width;
  }

  private double[] weights() {
    return hasPositions ? unpadded : weights;
  }

  /** Returns the values of a column that count. */
  private double[] column(double[] values, int column) {
    return IntStream.range(0, count / width())
        .map(row -> row * width() + column)
        .filter(i -> weights()[i] > 0)
        .mapToDouble(i -> values[i])
        .toArray();
  }

  /**
   * Returns the mean over the values of an example of a number computed for each over all examples.
   */
  double mean(OfColumn each) {
    return count == 0
        ? Double.NaN
        : IntStream.range(0, width())
            .mapToDouble(c -> each.of(column(student, c), column(wanted, c), column(weights(), c)))
            .average()
            .orElse(Double.NaN);
  }

  /** Returns whether all outputs that count are numbers. */
  boolean areNumbers() {
    return IntStream.range(0, count).noneMatch(i -> weights()[i] > 0 && Double.isNaN(student[i]));
  }

  /** Returns the mean over the examples of the cosine of their values. */
  double cosine() {
    double sum = 0;
    double all = 0;
    for (int row = 0; row < count; row += width()) {
      double weight = weights()[row];
      if (weight > 0) {
        sum += weight * cosine(row);
        all += weight;
      }
    }
    return sum / all;
  }

  private double cosine(int row) {
    double product = 0;
    double lengths = 0;
    double others = 0;
    for (int i = row; i < row + width(); i++) {
      product += student[i] * wanted[i];
      lengths += student[i] * student[i];
      others += wanted[i] * wanted[i];
    }
    return product / Math.sqrt(lengths * others);
  }

  /** Computes a number from outputs, expected values and weights. */
  @FunctionalInterface
  interface OfColumn {
    double of(double[] student, double[] wanted, double[] weights);
  }
}
