package org.distill4j.jvm;

/** Loops over a row of neighbours in an array. They hold nothing, so threads may share them. */
interface RowLoops {
  /** The largest element of a row, NaN if one is. */
  float max(float[] x, int from, int n);

  /** The sum of a row. */
  double sum(float[] x, int from, int n);

  /** The sum of the squares of what a row is above a number. */
  double squares(float[] x, float above, int from, int n);

  /** The sum of a row times what another one is above a number, at the same places. */
  double dot(float[] x, float[] y, float above, int from, int n);

  /** Writes exp(x − shift), which is at most 1, to the same places of y, and gives the sum. */
  double exp(float[] x, float shift, float[] y, int from, int n);
}
