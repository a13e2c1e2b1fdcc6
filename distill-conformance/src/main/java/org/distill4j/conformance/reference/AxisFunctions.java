package org.distill4j.conformance.reference;

import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.Op;

/** The primitives that go through groups of elements along axes. */
final class AxisFunctions {
  private final double[] x;
  private final int[] group;
  private final int groups;

  private AxisFunctions(DoubleArray input, List<Integer> axes) {
    this.x = input.elements();
    this.group = Indexing.groups(input.shape(), axes);
    this.groups = Math.toIntExact(Indexing.kept(input.shape(), axes).size());
  }

  static double[] reduce(DoubleArray input, Op.Reduce op) {
    AxisFunctions along = new AxisFunctions(input, op.axes());
    return switch (op.kind()) {
      case SUM -> along.sums(along.x);
      case MEAN -> along.means();
      case MAX -> along.maxima();
    };
  }

  /** Returns the first of the largest; NaN is larger than any number. */
  static double[] argMax(DoubleArray input, int axis) {
    AxisFunctions along = new AxisFunctions(input, List.of(axis));
    int stride = Indexing.strides(input.shape())[axis];
    double[] maxima = along.maxima();
    double[] positions = new double[along.groups];
    for (int i = along.x.length - 1; i >= 0; i--) {
      if (Double.compare(along.x[i] + 0.0, maxima[along.group[i]] + 0.0) == 0) {
        positions[along.group[i]] = i / stride % input.shape().dim(axis);
      }
    }
    return positions;
  }

  static double[] softmax(DoubleArray input, int axis) {
    double[] y = logSoftmax(input, axis);
    Arrays.setAll(y, i -> Math.exp(y[i]));
    return y;
  }

  static double[] logSoftmax(DoubleArray input, int axis) {
    AxisFunctions along = new AxisFunctions(input, List.of(axis));
    double[] x = along.x;
    int[] group = along.group;
    double[] maxima = along.maxima();
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> Math.exp(x[i] - maxima[group[i]]));
    double[] sums = along.sums(y);
    Arrays.setAll(y, i -> x[i] - maxima[group[i]] - Math.log(sums[group[i]]));
    return y;
  }

  private double[] sums(double[] values) {
    double[] sums = new double[groups];
    for (int i = 0; i < values.length; i++) {
      sums[group[i]] += values[i];
    }
    return sums;
  }

  private double[] means() {
    double[] means = sums(x);
    Arrays.setAll(means, i -> means[i] * groups / x.length);
    return means;
  }

  private double[] maxima() {
    double[] maxima = new double[groups];
    Arrays.fill(maxima, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < x.length; i++) {
      maxima[group[i]] = Math.max(maxima[group[i]], x[i]);
    }
    return maxima;
  }
}
