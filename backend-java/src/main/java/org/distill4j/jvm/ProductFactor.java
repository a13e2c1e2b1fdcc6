package org.distill4j.jvm;

import org.distill4j.tensor.Shape;

/**
 * A value as one factor of a matrix product.
 *
 * @param value the value
 * @param batch the number of matrices it holds
 * @param rows the rows of each
 * @param columns the columns of each
 * @param layout how each lies in memory
 */
record ProductFactor(Value value, int batch, int rows, int columns, Layout layout) {
  static ProductFactor of(Value value) {
    Shape shape = value.shape();
    int rows = shape.dim(-2);
    int columns = shape.dim(-1);
    return new ProductFactor(value, value.size() / rows / columns, rows, columns, Layout.ROWS);
  }

  ProductFactor transposed() {
    return new ProductFactor(value, batch, columns, rows, layout.flipped());
  }

  boolean canStack() {
    return batch == 1 || layout == Layout.ROWS;
  }

  /** Returns all matrices, one below the other, as one. */
  ProductFactor stacked() {
    return new ProductFactor(value, 1, batch * rows, columns, layout);
  }

  /** Returns the lines of the matrices. */
  Matrix matrix() {
    return new Matrix(value.slot().memory(), 0, batch, rows, columns, layout);
  }
}
