package org.distill4j.jvm;

/** How a matrix lies in memory. */
public enum Layout {
  /** Row by row. */
  ROWS,
  /** Column by column, that is, its transpose lies row by row. */
  COLUMNS;

  /** The layout of the transpose in the same memory. */
  Layout flipped() {
    return this == ROWS ? COLUMNS : ROWS;
  }
}
