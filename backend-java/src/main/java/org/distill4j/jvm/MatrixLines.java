package org.distill4j.jvm;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a matrix's elements: in lines, which are its rows or its columns. Lines may begin
 * anywhere, and overlap. The elements of a line are neighbours, or all lines have the same gaps.
 */
final class MatrixLines {
  private final Layout layout;
  private final int[] begins;

  /** The distance from line to line, or 0 if it differs. */
  private final int distance;

  /** The index of each element from the beginning of its line; none if they are neighbours. */
  private final int @Nullable [] along;

  private MatrixLines(Layout layout, int[] begins, int distance, int @Nullable [] along) {
    this.layout = layout;
    this.begins = begins;
    this.distance = distance;
    this.along = along;
  }

  /** Returns rows that begin at the given indexes. */
  static MatrixLines rows(int... begins) {
    return new MatrixLines(Layout.ROWS, begins, 0, null);
  }

  /** Returns these rows, with elements at the given indexes from their beginning. */
  MatrixLines along(int... places) {
    return new MatrixLines(layout, begins, distance, places);
  }

  /** Returns the lines of a matrix that fills its share of an array. */
  static MatrixLines packed(Layout layout, int rows, int columns) {
    return layout == Layout.ROWS ? spaced(layout, rows, columns) : spaced(layout, columns, rows);
  }

  /** Returns lines at equal distances. */
  static MatrixLines spaced(Layout layout, int count, int distance) {
    int[] begins = IntStream.range(0, count).map(i -> i * distance).toArray();
    return new MatrixLines(layout, begins, distance, null);
  }

  MatrixLines transposed() {
    return new MatrixLines(layout.flipped(), begins, distance, along);
  }

  /** Returns whether the lines are the rows. */
  boolean areRows() {
    return layout == Layout.ROWS;
  }

  /** Returns whether the lines are rows of neighbours, at equal distances. */
  boolean areSpacedRows() {
    return areRows() && distance > 0 && along == null;
  }

  /** Returns the distance from line to line, where it is the same everywhere. */
  int distance() {
    return distance;
  }

  /** Returns the index where a line begins. */
  int begin(int line) {
    return begins[line];
  }

  /** Returns the indexes where all lines begin; not to be changed. */
  int[] begins() {
    return begins;
  }

  /** Returns the index of an element. */
  int at(int row, int column) {
    return areRows() ? begins[row] + place(column) : begins[column] + place(row);
  }

  /** Returns the index of an element from the beginning of its line. */
  int place(int element) {
    return along == null ? element : along[element];
  }

  /** Returns how many elements of a line from one on are neighbours, up to a number. */
  int neighbours(int element, int most) {
    if (along == null) {
      return most;
    }
    int count = 1;
    while (count < most && along[element + count] == along[element] + count) {
      count++;
    }
    return count;
  }

  /** Copies a part of a matrix to rows, which begin at their arrays' beginning. */
  void load(float[] x, int from, int row, int column, float[][] rows, int height, int width) {
    if (!areRows()) {
      for (int j = 0; j < width; j++) {
        for (int i = 0; i < height; i++) {
          rows[i][j] = x[from + at(row + i, column + j)];
        }
      }
      return;
    }
    for (int j = 0; j < width; ) {
      int count = neighbours(column + j, width - j);
      for (int i = 0; i < height; i++) {
        System.arraycopy(x, from + at(row + i, column + j), rows[i], j, count);
      }
      j += count;
    }
  }

  /** Copies rows, which begin at their arrays' beginning, to a part of a matrix of neighbours. */
  void store(float[][] rows, float[] x, int to, int row, int column, int height, int width) {
    for (int i = 0; i < height; i++) {
      if (areRows()) {
        System.arraycopy(rows[i], 0, x, to + begins[row + i] + column, width);
      } else {
        for (int j = 0; j < width; j++) {
          x[to + begins[column + j] + row + i] = rows[i][j];
        }
      }
    }
  }
}
