package org.distill4j.jvm;

/** The layout of a matrix in memory. */
public enum Layout {
  /** Row by row. */
  ROWS,
  /** Column by column, that is, its transpose lies row by row. */
  COLUMNS;

  /** Returns the layout of the transpose in the same memory. */
  Layout flipped() {
    return this == ROWS ? COLUMNS : ROWS;
  }
}
