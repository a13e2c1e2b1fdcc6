package org.distill4j.dl4j;

/** How a matrix lies in memory. */
enum Layout {
  /** Row by row. */
  ROWS,
  /** Column by column, which is to say that its transpose lies row by row. */
  COLUMNS;

  /** The layout of the transpose in the same memory. */
  Layout flipped() {
    return this == ROWS ? COLUMNS : ROWS;
  }

  /** The engine's argument for it. */
  int flag() {
    return this == ROWS ? 0 : 1;
  }
}
