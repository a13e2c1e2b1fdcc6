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
record Factor(Value value, int batch, int rows, int columns, Layout layout) {
  static Factor of(Value value) {
    Shape shape = value.shape();
    int rows = shape.dim(-2);
    int columns = shape.dim(-1);
    return new Factor(value, value.size() / rows / columns, rows, columns, Layout.ROWS);
  }

  Factor transposed() {
    return new Factor(value, batch, columns, rows, layout.flipped());
  }

  boolean canStack() {
    return batch == 1 || layout == Layout.ROWS;
  }

  /** All matrices, one below the other, as one. */
  Factor stacked() {
    return new Factor(value, 1, batch * rows, columns, layout);
  }

  /** Where the matrices lie. */
  Matrix matrix() {
    return new Matrix(value.slot().memory(), 0, batch, rows, columns, layout);
  }
}
