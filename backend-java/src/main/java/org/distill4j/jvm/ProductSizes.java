package org.distill4j.jvm;

import org.distill4j.jvm.Multiplier.Effect;

/**
 * A matrix product: c ← a · b, or added to c, which is row-major.
 *
 * @param rows the rows of a and c
 * @param inner the columns of a, the rows of b
 * @param columns the columns of b and c
 * @param a how the left factor lies in memory
 * @param b how the right factor lies in memory
 * @param effect what becomes of the old elements of c
 */
record ProductSizes(int rows, int inner, int columns, Layout a, Layout b, Effect effect) {
  static ProductSizes of(Matrix a, Matrix b, Effect effect) {
    return new ProductSizes(a.rows(), a.columns(), b.columns(), a.layout(), b.layout(), effect);
  }

  /** The distance between neighbours in a column of the left factor. */
  int rowStride() {
    return a == Layout.ROWS ? inner : 1;
  }

  /** The distance between neighbours in a row of the left factor. */
  int innerStride() {
    return a == Layout.ROWS ? 1 : rows;
  }
}
