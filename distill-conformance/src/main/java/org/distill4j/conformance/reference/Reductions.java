package org.distill4j.conformance.reference;

import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;

/** The primitives that go through groups of elements along axes. */
final class Reductions {
  private Reductions() {}

  static Value reduce(Tape tape, Op.Reduce op, Value input) {
    int[] group = Indexing.groups(input.shape(), op.axes());
    Shape shape = Indexing.kept(input.shape(), op.axes());
    int groups = Math.toIntExact(shape.size());
    double[] x = input.elements();
    return switch (op.kind()) {
      case SUM -> scaledSum(tape, shape, input, group, 1);
      case MEAN -> scaledSum(tape, shape, input, group, (double) groups / x.length);
      case MAX -> max(tape, shape, input, group);
    };
  }

  private static Value scaledSum(Tape tape, Shape shape, Value input, int[] group, double scale) {
    double[] sums = sums(input.elements(), group, Math.toIntExact(shape.size()));
    Arrays.setAll(sums, i -> sums[i] * scale);
    Edge.Rule rule =
        (upstream, gradient) -> {
          for (int i = 0; i < group.length; i++) {
            gradient[i] += upstream[group[i]] * scale;
          }
        };
    return tape.record(shape, sums, new Edge(input, rule));
  }

  private static Value max(Tape tape, Shape shape, Value input, int[] group) {
    double[] x = input.elements();
    double[] maxima = maxima(x, group, Math.toIntExact(shape.size()));
    Edge.Rule rule =
        (upstream, gradient) -> {
          double[] ties = new double[maxima.length];
          for (int i = 0; i < x.length; i++) {
            ties[group[i]] += x[i] == maxima[group[i]] ? 1 : 0;
          }
          for (int i = 0; i < x.length; i++) {
            gradient[i] += x[i] == maxima[group[i]] ? upstream[group[i]] / ties[group[i]] : 0;
          }
        };
    return tape.record(shape, maxima, new Edge(input, rule));
  }

  static Value argMax(Tape tape, Shape shape, Op.ArgMax op, Value input) {
    int[] group = Indexing.groups(input.shape(), List.of(op.axis()));
    int stride = Indexing.strides(input.shape())[op.axis()];
    double[] x = input.elements();
    double[] maxima = maxima(x, group, Math.toIntExact(shape.size()));
    double[] positions = new double[maxima.length];
    for (int i = x.length - 1; i >= 0; i--) {
      if (x[i] == maxima[group[i]]) {
        positions[group[i]] = i / stride % input.shape().dim(op.axis());
      }
    }
    return tape.record(shape, positions);
  }

  static Value softmax(Tape tape, int axis, Value input) {
    int[] group = Indexing.groups(input.shape(), List.of(axis));
    double[] y = logSoftmax(input, group, groups(input, axis));
    Arrays.setAll(y, i -> Math.exp(y[i]));
    Edge.Rule rule =
        (upstream, gradient) -> {
          double[] weighted = new double[y.length];
          Arrays.setAll(weighted, i -> upstream[i] * y[i]);
          double[] sums = sums(weighted, group, groups(input, axis));
          for (int i = 0; i < y.length; i++) {
            gradient[i] += y[i] * (upstream[i] - sums[group[i]]);
          }
        };
    return tape.record(input.shape(), y, new Edge(input, rule));
  }

  static Value logSoftmax(Tape tape, int axis, Value input) {
    int[] group = Indexing.groups(input.shape(), List.of(axis));
    double[] y = logSoftmax(input, group, groups(input, axis));
    Edge.Rule rule =
        (upstream, gradient) -> {
          double[] sums = sums(upstream, group, groups(input, axis));
          for (int i = 0; i < y.length; i++) {
            gradient[i] += upstream[i] - Math.exp(y[i]) * sums[group[i]];
          }
        };
    return tape.record(input.shape(), y, new Edge(input, rule));
  }

  private static double[] logSoftmax(Value input, int[] group, int groups) {
    double[] x = input.elements();
    double[] maxima = maxima(x, group, groups);
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> Math.exp(x[i] - maxima[group[i]]));
    double[] sums = sums(y, group, groups);
    Arrays.setAll(y, i -> x[i] - maxima[group[i]] - Math.log(sums[group[i]]));
    return y;
  }

  private static int groups(Value input, int axis) {
    return input.elements().length / input.shape().dim(axis);
  }

  private static double[] sums(double[] x, int[] group, int groups) {
    double[] sums = new double[groups];
    for (int i = 0; i < x.length; i++) {
      sums[group[i]] += x[i];
    }
    return sums;
  }

  private static double[] maxima(double[] x, int[] group, int groups) {
    double[] maxima = new double[groups];
    Arrays.fill(maxima, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < x.length; i++) {
      maxima[group[i]] = Math.max(maxima[group[i]], x[i]);
    }
    return maxima;
  }
}
