package org.distill4j.jvm;

/** Multiplies matrices of fixed sizes that lie in arrays. */
@FunctionalInterface
interface ProductLoop {
  /**
   * Computes one product.
   *
   * @param a the array of the left factor
   * @param aFrom where it begins
   * @param b the array of the right factor
   * @param bFrom where it begins
   * @param c the array of the result, another one
   * @param cFrom where it begins
   */
  void run(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom);
}
