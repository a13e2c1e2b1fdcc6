package org.distill4j.dl4j;

/** A loop over two rows that writes a third. */
@FunctionalInterface
interface PairLoop {
  /**
   * Runs the loop.
   *
   * @param a the left array
   * @param ai where its row begins
   * @param b the right array
   * @param bi where its row begins
   * @param y the result
   * @param yi where its row begins
   * @param n the length of the rows
   */
  void run(float[] a, int ai, float[] b, int bi, float[] y, int yi, int n);
}
