package org.distill4j.jvm;

/** Loops over a row of neighbours in an array. They hold nothing, so threads may share them. */
interface RowLoops {
  /** Returns the largest element of a row, NaN if one is. */
  float max(float[] x, int from, int n);

  /** Returns the sum of a row. */
  double sum(float[] x, int from, int n);

  /** Returns the sum of the squares of a row's differences from a number. */
  double squares(float[] x, float above, int from, int n);

  /** Returns the sum of a row times another one's differences from a number, element by element. */
  double dot(float[] x, float[] y, float above, int from, int n);

  /** Writes exp(x − shift), which is at most 1, to the same indexes of y, and returns the sum. */
  double exp(float[] x, float shift, float[] y, int from, int n);
}
