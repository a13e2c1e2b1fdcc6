package org.distill4j.dl4j;

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

  /** A value, without copying it if it is another one transposed. */
  static Factor uncopied(Value value) {
    return value.swapped().map(original -> of(original).transposed()).orElseGet(() -> of(value));
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

  /** The axes of the memory: batch, if there is one, then the two of the matrix. */
  long[] dims() {
    int outer = layout == Layout.ROWS ? rows : columns;
    int inner = layout == Layout.ROWS ? columns : rows;
    return batch == 1 ? new long[] {outer, inner} : new long[] {batch, outer, inner};
  }
}
