package org.distill4j.conformance.tutorial;

import java.util.Arrays;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** The matrix product over the last two axes. */
final class Products {
  private Products() {}

  static Value matMul(Tape tape, Tensor node, Value left, Value right) {
    Rows rows = new Rows(node, left, right);
    double[] sums = new double[Math.toIntExact(node.shape().size())];
    rows.visit(
        (l, r, result) -> {
          double factor = left.at(l);
          for (int i = 0; i < rows.width; i++) {
            sums[result + i] += factor * right.at(r + i);
          }
        });
    return tape.result(
        node,
        i -> sums[i],
        upstream ->
            rows.visit(
                (l, r, result) -> {
                  double factor = left.at(l);
                  double sum = 0;
                  for (int i = 0; i < rows.width; i++) {
                    sum += upstream[result + i] * right.at(r + i);
                    right.add(r + i, upstream[result + i] * factor);
                  }
                  left.add(l, sum);
                }),
        left,
        right);
  }

  /**
   * Meets an element of the left matrix, the row of the right one that it multiplies, and where.
   */
  @FunctionalInterface
  private interface Visitor {
    void meet(int left, int right, int result);
  }

  /** The matrices of a product, (…, height, depth) times (…, depth, width). */
  private static final class Rows {
    private final int height;
    private final int depth;
    private final int width;
    private final int[] lefts;
    private final int[] rights;

    Rows(Tensor node, Value left, Value right) {
      height = left.shape().dim(-2);
      depth = left.shape().dim(-1);
      width = right.shape().dim(-1);
      Shape outer = outer(node.shape());
      lefts = Places.repeat(outer(left.shape()), outer);
      rights = Places.repeat(outer(right.shape()), outer);
    }

    void visit(Visitor visitor) {
      for (int m = 0; m < lefts.length; m++) {
        for (int row = 0; row < height; row++) {
          int result = (m * height + row) * width;
          for (int d = 0; d < depth; d++) {
            visitor.meet(
                (lefts[m] * height + row) * depth + d, (rights[m] * depth + d) * width, result);
          }
        }
      }
    }
  }

  private static Shape outer(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }
}
