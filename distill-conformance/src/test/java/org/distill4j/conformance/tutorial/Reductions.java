package org.distill4j.conformance.tutorial;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** The primitives that go along axes. */
final class Reductions {
  private Reductions() {}

  static Value reduce(Tape tape, Tensor node, Op.Reduce op, Value input) {
    int[] group = Places.groups(input.shape(), op.axes());
    int groups = Math.toIntExact(node.shape().size());
    return switch (op.kind()) {
      case SUM -> sum(tape, node, input, group, 1);
      case MEAN -> sum(tape, node, input, group, (double) groups / group.length);
      case MAX -> largest(tape, node, input, group);
    };
  }

  private static Value sum(Tape tape, Tensor node, Value input, int[] group, double scale) {
    double[] sums = fold(group, input::at, 0, Double::sum);
    return tape.result(
        node,
        i -> sums[i] * scale,
        upstream -> {
          for (int i = 0; i < group.length; i++) {
            input.add(i, upstream[group[i]] * scale);
          }
        },
        input);
  }

  private static Value largest(Tape tape, Tensor node, Value input, int[] group) {
    double[] largest = fold(group, input::at, Double.NEGATIVE_INFINITY, Math::max);
    IntToDoubleFunction ties = i -> input.at(i) == largest[group[i]] ? 1 : 0;
    return tape.result(
        node,
        i -> largest[i],
        upstream -> {
          double[] shares = fold(group, ties, 0, Double::sum);
          for (int i = 0; i < group.length; i++) {
            if (ties.applyAsDouble(i) == 1) {
              input.add(i, upstream[group[i]] / shares[group[i]]);
            }
          }
        },
        input);
  }

  static Value argMax(Tape tape, Tensor node, int axis, Value input) {
    int[] group = Places.groups(input.shape(), List.of(axis));
    double[] largest = fold(group, input::at, Double.NEGATIVE_INFINITY, Math::max);
    int stride = Places.strides(input.shape())[axis];
    int[] first = new int[largest.length];
    for (int i = group.length - 1; i >= 0; i--) {
      if (input.at(i) == largest[group[i]]) {
        first[group[i]] = i / stride % input.shape().dim(axis);
      }
    }
    return tape.constant(node, i -> first[i]);
  }

  static Value softmax(Tape tape, Tensor node, int axis, Value input) {
    int[] group = Places.groups(input.shape(), List.of(axis));
    double[] y = Arrays.stream(logSoftmax(input, group)).map(Math::exp).toArray();
    return tape.result(
        node,
        i -> y[i],
        upstream -> {
          double[] sums = fold(group, i -> upstream[i] * y[i], 0, Double::sum);
          for (int i = 0; i < y.length; i++) {
            input.add(i, y[i] * (upstream[i] - sums[group[i]]));
          }
        },
        input);
  }

  static Value logSoftmax(Tape tape, Tensor node, int axis, Value input) {
    int[] group = Places.groups(input.shape(), List.of(axis));
    double[] y = logSoftmax(input, group);
    return tape.result(
        node,
        i -> y[i],
        upstream -> {
          double[] sums = fold(group, i -> upstream[i], 0, Double::sum);
          for (int i = 0; i < y.length; i++) {
            input.add(i, upstream[i] - Math.exp(y[i]) * sums[group[i]]);
          }
        },
        input);
  }

  private static double[] logSoftmax(Value input, int[] group) {
    double[] largest = fold(group, input::at, Double.NEGATIVE_INFINITY, Math::max);
    double[] sums = fold(group, i -> Math.exp(input.at(i) - largest[group[i]]), 0, Double::sum);
    double[] y = new double[group.length];
    Arrays.setAll(y, i -> input.at(i) - largest[group[i]] - Math.log(sums[group[i]]));
    return y;
  }

  /** Brings the elements of each group together. */
  private static double[] fold(
      int[] group, IntToDoubleFunction element, double first, DoubleBinaryOperator join) {
    double[] folded = new double[Arrays.stream(group).max().orElse(-1) + 1];
    Arrays.fill(folded, first);
    for (int i = 0; i < group.length; i++) {
      folded[group[i]] = join.applyAsDouble(folded[group[i]], element.applyAsDouble(i));
    }
    return folded;
  }
}
