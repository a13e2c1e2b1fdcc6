package org.distill4j.jvm;

/** Multiplies matrices of fixed sizes that lie in arrays. */
@FunctionalInterface
interface ProductLoop {
  /**
   * The number of rows that are computed together. Whether a run begins with the first row or at
   * any multiple of this, the elements are the same.
   */
  int BLOCK = 6;

  /**
   * Computes some rows of one product.
   *
   * @param a the array of the left factor
   * @param aFrom where it begins
   * @param b the array of the right factor
   * @param bFrom where it begins
   * @param c the array of the result, another one
   * @param cFrom where it begins
   * @param from the first row of the result to compute
   * @param to the row after the last one
   */
  void run(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int from, int to);
}
