package org.distill4j.conformance.reference;

import java.util.Arrays;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;

/** Two-dimensional pooling, its gradient, and picking by it. */
final class PoolWindows {
  private final WindowPositions sweep;
  private final Shape image;
  private final Shape result;
  private final int size;

  private PoolWindows(Shape image, Shape result, int size, Window window) {
    this.sweep = WindowPositions.of(image, result, window);
    this.image = image;
    this.result = result;
    this.size = size;
  }

  static double[] pool(DoubleArray input, Op.Pool2d op, Shape result) {
    PoolWindows windows = new PoolWindows(input.shape(), result, op.size(), op.window());
    return switch (op.kind()) {
      case MAX -> windows.pick(input.elements(), input.elements());
      case AVERAGE -> windows.average(input.elements());
    };
  }

  static double[] gradient(DoubleArray gradient, DoubleArray input, Op.Pool2dGradient op) {
    PoolWindows windows = new PoolWindows(input.shape(), gradient.shape(), op.size(), op.window());
    return switch (op.kind()) {
      case MAX -> windows.toWinners(gradient.elements(), input.elements());
      case AVERAGE -> windows.spread(gradient.elements());
    };
  }

  static double[] pickMax(DoubleArray values, DoubleArray input, Op.PickMax2d op, Shape result) {
    return new PoolWindows(input.shape(), result, op.size(), op.window())
        .pick(values.elements(), input.elements());
  }

  private double[] pick(double[] values, double[] x) {
    int[] winners = winners(x);
    double[] picked = new double[winners.length];
    Arrays.setAll(picked, i -> values[winners[i]]);
    return picked;
  }

  private double[] toWinners(double[] gradient, double[] x) {
    int[] winners = winners(x);
    double[] found = DoubleArray.zeros(image);
    for (int i = 0; i < winners.length; i++) {
      found[winners[i]] += gradient[i];
    }
    return found;
  }

  /** Returns the index of the first largest of each window; NaN is larger than any number. */
  private int[] winners(double[] x) {
    int[] winners = new int[Math.toIntExact(result.size())];
    Arrays.fill(winners, -1);
    visit(
        (at, from) -> {
          if (winners[at] < 0 || isLarger(x[from], x[winners[at]])) {
            winners[at] = from;
          }
        });
    return winners;
  }

  private static boolean isLarger(double one, double other) {
    return one > other || (Double.isNaN(one) && !Double.isNaN(other));
  }

  private double[] average(double[] x) {
    double[] means = DoubleArray.zeros(result);
    visit((at, from) -> means[at] += x[from] / (size * size));
    return means;
  }

  private double[] spread(double[] gradient) {
    double[] found = DoubleArray.zeros(image);
    visit((at, from) -> found[from] += gradient[at] / (size * size));
    return found;
  }

  private void visit(WindowPositions.Visitor visitor) {
    int resultPlane = sweep.rows() * sweep.columns();
    int imagePlane = sweep.height() * sweep.width();
    for (int plane = 0; plane < image.dim(0) * image.dim(1); plane++) {
      int at = plane * resultPlane;
      int from = plane * imagePlane;
      for (int element = 0; element < size * size; element++) {
        sweep.visit(element / size, element % size, (i, j) -> visitor.meet(at + i, from + j));
      }
    }
  }
}
