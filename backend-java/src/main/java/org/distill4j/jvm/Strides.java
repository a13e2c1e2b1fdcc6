package org.distill4j.jvm;

/**
 * Where the elements of a matrix lie in an array.
 *
 * @param row the distance from row to row
 * @param column the distance from column to column
 */
record Strides(int row, int column) {
  static Strides of(Layout layout, int rows, int columns) {
    return layout == Layout.ROWS ? new Strides(columns, 1) : new Strides(1, rows);
  }

  Strides transposed() {
    return new Strides(column, row);
  }

  /** Copies the upper left of a matrix to rows, which begin at their arrays' beginning. */
  void load(float[] matrix, int from, float[][] rows, int height, int width) {
    if (column == 1) {
      for (int i = 0; i < height; i++) {
        System.arraycopy(matrix, from + i * row, rows[i], 0, width);
      }
      return;
    }
    for (int j = 0; j < width; j++) {
      int at = from + j * column;
      for (int i = 0; i < height; i++) {
        rows[i][j] = matrix[at + i * row];
      }
    }
  }

  /** Copies rows, which begin at their arrays' beginning, to the upper left of a matrix. */
  void store(float[][] rows, float[] matrix, int to, int height, int width) {
    for (int i = 0; i < height; i++) {
      int at = to + i * row;
      if (column == 1) {
        System.arraycopy(rows[i], 0, matrix, at, width);
      } else {
        for (int j = 0; j < width; j++) {
          matrix[at + j * column] = rows[i][j];
        }
      }
    }
  }
}
