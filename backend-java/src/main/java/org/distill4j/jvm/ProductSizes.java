package org.distill4j.jvm;

import org.distill4j.jvm.Multiplier.Effect;

/**
 * A matrix product: c ← a · b, or added to c.
 *
 * @param rows the rows of a and c
 * @param inner the columns of a, the rows of b
 * @param columns the columns of b and c
 * @param a how the left factor lies in memory
 * @param b how the right factor lies in memory
 * @param c how the result lies in memory, whose lines are its rows
 * @param effect what becomes of the old elements of c
 */
record ProductSizes(
    int rows, int inner, int columns, MatrixLines a, MatrixLines b, MatrixLines c, Effect effect) {
  static ProductSizes of(Matrix a, Matrix b, Effect effect) {
    return packed(a.rows(), a.columns(), b.columns(), a.layout(), b.layout(), effect);
  }

  /** Returns a product of matrices each of which fills its share of an array. */
  static ProductSizes packed(int rows, int inner, int columns, Layout a, Layout b, Effect effect) {
    return new ProductSizes(
        rows,
        inner,
        columns,
        MatrixLines.packed(a, rows, inner),
        MatrixLines.packed(b, inner, columns),
        MatrixLines.packed(Layout.ROWS, rows, columns),
        effect);
  }

  /** Returns the number of multiplications. */
  long work() {
    return (long) rows * inner * columns;
  }
}
