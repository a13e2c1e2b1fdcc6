package org.distill4j.core.data;

/**
 * What numbers that are read may take.
 *
 * @param heap the most bytes on the heap; more lie in a temporary file
 * @param piece the most bytes of one tensor; more are held in several
 */
record ReadLimits(long heap, int piece) {
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  /** A quarter of the heap, in tensors of at most 2 GiB. */
  static ReadLimits usual() {
    return heap(Runtime.getRuntime().maxMemory() / 4);
  }

  static ReadLimits heap(long bytes) {
    return new ReadLimits(bytes, LARGEST);
  }

  /** How many rows of so many bytes are in a tensor. */
  int rows(long bytesOfRow) {
    return (int) Math.max(1, piece / bytesOfRow);
  }
}
