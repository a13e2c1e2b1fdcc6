package org.distill4j.jvm;

/**
 * A loop over up to three operands that writes a result. All arrays are read from their beginning,
 * as Java's compiler makes no vectors of a loop over places that differ from array to array.
 */
@FunctionalInterface
interface BlockLoop {
  /**
   * Runs the loop.
   *
   * @param a the first operand
   * @param b the second operand, or the first again
   * @param c the third operand, or the first again
   * @param y the result
   * @param n the number of elements
   */
  void run(float[] a, float[] b, float[] c, float[] y, int n);

  static BlockLoop of(UnaryLoop loop) {
    return (a, b, c, y, n) -> loop.run(a, y, n);
  }

  static BlockLoop of(BinaryLoop loop) {
    return (a, b, c, y, n) -> loop.run(a, b, y, n);
  }
}
