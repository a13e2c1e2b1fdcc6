package org.distill4j.conformance.tutorial;

import java.util.Arrays;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** The matrix product over the last two axes. */
final class Products {
  private Products() {}

  static Value matMul(Tape tape, Tensor node, Value left, Value right) {
    int m = left.shape().dim(-2);
    int k = left.shape().dim(-1);
    int n = right.shape().dim(-1);
    int[] lefts = Places.repeat(outer(left.shape()), outer(node.shape()));
    int[] rights = Places.repeat(outer(right.shape()), outer(node.shape()));
    return tape.result(
        node,
        i ->
            dot(
                left,
                (lefts[i / (m * n)] * m + i / n % m) * k,
                right,
                rights[i / (m * n)] * k * n + i % n,
                k,
                n),
        upstream -> {
          for (int i = 0; i < upstream.length; i++) {
            int row = (lefts[i / (m * n)] * m + i / n % m) * k;
            int column = rights[i / (m * n)] * k * n + i % n;
            for (int j = 0; j < k; j++) {
              left.add(row + j, upstream[i] * right.at(column + j * n));
              right.add(column + j * n, upstream[i] * left.at(row + j));
            }
          }
        },
        left,
        right);
  }

  private static double dot(Value left, int row, Value right, int column, int k, int n) {
    double sum = 0;
    for (int j = 0; j < k; j++) {
      sum += left.at(row + j) * right.at(column + j * n);
    }
    return sum;
  }

  private static Shape outer(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }
}
