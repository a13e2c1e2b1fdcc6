package org.distill4j.conformance.reference;

import java.util.Arrays;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;

/** The matrix product over the last two axes, of matrices that may enter transposed. */
final class DoubleMatrixProduct {
  private final Matrices left;
  private final Matrices right;
  private final Shape shape;

  /**
   * The matrices of one operand.
   *
   * @param all the operand
   * @param row the distance between rows
   * @param column the distance between columns
   * @param columns how many columns there are
   */
  private record Matrices(DoubleArray all, int row, int column, int columns) {
    static Matrices of(DoubleArray all, Op.Form form) {
      int rows = all.shape().dim(-2);
      int columns = all.shape().dim(-1);
      return form == Op.Form.AS_IS
          ? new Matrices(all, columns, 1, columns)
          : new Matrices(all, 1, columns, rows);
    }

    /** Maps each matrix of the result to the factors' matrices. */
    int[] chosen(Shape result) {
      return Indexing.broadcast(leading(all.shape()), leading(result));
    }

    int size() {
      return all.shape().dim(-1) * all.shape().dim(-2);
    }
  }

  private DoubleMatrixProduct(Matrices left, Matrices right, Shape shape) {
    this.left = left;
    this.right = right;
    this.shape = shape;
  }

  private static Shape leading(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }

  static double[] of(DoubleArray left, DoubleArray right, Op.MatMul op, Shape shape) {
    return new DoubleMatrixProduct(
            Matrices.of(left, op.left()), Matrices.of(right, op.right()), shape)
        .product();
  }

  private double[] product() {
    double[] product = DoubleArray.zeros(shape);
    int[] lefts = left.chosen(shape);
    int[] rights = right.chosen(shape);
    int rows = shape.dim(-2);
    for (int pair = 0; pair < lefts.length; pair++) {
      for (int row = 0; row < rows; row++) {
        int a = lefts[pair] * left.size() + row * left.row();
        addRow(a, rights[pair] * right.size(), product, (pair * rows + row) * right.columns());
      }
    }
    return product;
  }

  /** Row of the left matrix times the right matrix. */
  private void addRow(int a, int b, double[] product, int at) {
    double[] rights = right.all().elements();
    for (int k = 0; k < left.columns(); k++) {
      double factor = left.all().elements()[a + k * left.column()];
      int from = b + k * right.row();
      for (int j = 0; j < right.columns(); j++) {
        product[at + j] += factor * rights[from + j * right.column()];
      }
    }
  }
}
