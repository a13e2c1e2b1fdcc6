package org.distill4j.dl4j;

/** A loop that changes each element of an array by itself. */
@FunctionalInterface
interface MapLoop {
  /**
   * Runs the loop.
   *
   * @param x the array
   * @param y the result, of the same length
   */
  void run(float[] x, float[] y);
}
