package org.distill4j.jvm;

/**
 * One matrix, or several of equal size one after the other, in the memory of a plan.
 *
 * @param memory the memory
 * @param from where the first begins
 * @param batch the number of matrices
 * @param rows the rows of each
 * @param columns the columns of each
 * @param layout how each lies in memory
 */
public record Matrix(Memory memory, int from, int batch, int rows, int columns, Layout layout) {
  /** Returns one row-major matrix that fills a memory. */
  static Matrix of(Memory memory, int rows, int columns) {
    return new Matrix(memory, 0, 1, rows, columns, Layout.ROWS);
  }

  /** Returns one of several row-major matrices of equal size. */
  static Matrix part(Memory memory, int index, int rows, int columns) {
    return new Matrix(memory, index * rows * columns, 1, rows, columns, Layout.ROWS);
  }

  Matrix transposed() {
    return new Matrix(memory, from, batch, columns, rows, layout.flipped());
  }

  /** {@return the axes of the memory: batch, if there is one, then the two of a matrix} */
  public long[] dims() {
    int outer = layout == Layout.ROWS ? rows : columns;
    int inner = layout == Layout.ROWS ? columns : rows;
    return batch == 1 ? new long[] {outer, inner} : new long[] {batch, outer, inner};
  }
}
