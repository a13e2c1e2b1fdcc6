package org.distill4j.conformance.reference;

import java.util.Arrays;
import org.distill4j.tensor.Shape;

/** Matrix products over the last two axes. */
final class Products {
  private final int[] lefts;
  private final int[] rights;
  private final int m;
  private final int k;
  private final int n;

  private Products(Shape left, Shape right, Shape result) {
    this.lefts = Indexing.broadcast(leading(left), leading(result));
    this.rights = Indexing.broadcast(leading(right), leading(result));
    this.m = left.dim(-2);
    this.k = left.dim(-1);
    this.n = right.dim(-1);
  }

  private static Shape leading(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }

  /** Meets each element of the left matrices with the rows of right and result it belongs to. */
  @FunctionalInterface
  private interface Visitor {
    void meet(int left, int rightRow, int resultRow);
  }

  static Value matMul(Tape tape, Shape shape, Value left, Value right) {
    Products all = new Products(left.shape(), right.shape(), shape);
    double[] a = left.elements();
    double[] b = right.elements();
    double[] c = new double[Math.toIntExact(shape.size())];
    all.visit((i, row, result) -> addRow(a[i], b, row, c, result, all.n));
    Edge.Rule toLeft =
        (up, gradient) ->
            all.visit((i, row, result) -> gradient[i] += dot(up, result, b, row, all.n));
    Edge.Rule toRight =
        (up, gradient) ->
            all.visit((i, row, result) -> addRow(a[i], up, result, gradient, row, all.n));
    return tape.record(shape, c, new Edge(left, toLeft), new Edge(right, toRight));
  }

  private void visit(Visitor visitor) {
    for (int pair = 0; pair < lefts.length; pair++) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < k; j++) {
          int left = (lefts[pair] * m + i) * k + j;
          visitor.meet(left, (rights[pair] * k + j) * n, (pair * m + i) * n);
        }
      }
    }
  }

  private static void addRow(
      double factor, double[] from, int read, double[] to, int write, int length) {
    for (int j = 0; j < length; j++) {
      to[write + j] += factor * from[read + j];
    }
  }

  private static double dot(double[] a, int fromA, double[] b, int fromB, int length) {
    double sum = 0;
    for (int j = 0; j < length; j++) {
      sum += a[fromA + j] * b[fromB + j];
    }
    return sum;
  }
}
