package org.distill4j.tutorial;

import java.util.Arrays;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;

/** The matrices of one operand of a product, transposed or not. */
record Matrices(Shape shape, Op.Form form) {
  static double[] product(Matrices left, double[] a, Matrices right, double[] b, Shape result) {
    double[] product = new double[(int) result.size()];
    int[] lefts = ElementIndexes.repeat(leading(left.shape), leading(result));
    int[] rights = ElementIndexes.repeat(leading(right.shape), leading(result));
    int columns = result.dim(-1);
    for (int row = 0; row < product.length / columns; row++) {
      int pair = row / result.dim(-2);
      for (int k = 0; k < left.columns(); k++) {
        double factor = a[left.place(lefts[pair], row % result.dim(-2), k)];
        for (int j = 0; j < columns; j++) {
          product[row * columns + j] += factor * b[right.place(rights[pair], k, j)];
        }
      }
    }
    return product;
  }

  private int columns() {
    return shape.dim(form == Op.Form.AS_IS ? -1 : -2);
  }

  private int place(int matrix, int row, int column) {
    int width = shape.dim(-1);
    int inside = form == Op.Form.AS_IS ? row * width + column : column * width + row;
    return matrix * shape.dim(-2) * width + inside;
  }

  private static Shape leading(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }
}
