package org.distill4j.jvm;

/** A loop over two rows that writes a third. */
@FunctionalInterface
interface BinaryLoop {
  /**
   * Runs the loop.
   *
   * @param a the left operand
   * @param b the right operand
   * @param y the result
   * @param n the number of elements
   */
  void run(float[] a, float[] b, float[] y, int n);
}
