package org.distill4j.jvm;

/** A loop that changes each element of a row by itself. */
@FunctionalInterface
interface UnaryLoop {
  /**
   * Runs the loop.
   *
   * @param x the operand
   * @param y the result
   * @param n the number of elements
   */
  void run(float[] x, float[] y, int n);
}
