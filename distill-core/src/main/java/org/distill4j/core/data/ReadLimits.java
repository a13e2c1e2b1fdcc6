package org.distill4j.core.data;

/**
 * The limits for numbers in memory.
 *
 * @param heap the most bytes on the heap; more lie in a temporary file
 * @param piece the most bytes of one tensor; more are held in several
 */
record ReadLimits(long heap, int piece) {
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  /** Returns the default, a quarter of the heap, in tensors of at most 2 GiB. */
  static ReadLimits usual() {
    return heap(Runtime.getRuntime().maxMemory() / 4);
  }

  static ReadLimits heap(long bytes) {
    return new ReadLimits(bytes, LARGEST);
  }

  /** Returns how many rows of so many bytes fit into a tensor. */
  int rows(long bytesOfRow) {
    return (int) Math.max(1, piece / bytesOfRow);
  }
}
