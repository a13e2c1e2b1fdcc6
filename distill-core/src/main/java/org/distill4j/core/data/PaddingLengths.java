package org.distill4j.core.data;

/**
 * The lengths to which batches are padded. There are few of them, so that a model is compiled for
 * few lengths: multiples of 8 up to 64, then four in each doubling (80, 96, 112, 128, 160, …). So
 * no more than a fifth of a long sequence is padding.
 */
final class PaddingLengths {
  private static final int STEP = 8;
  private static final int PER_DOUBLING = 4;

  private PaddingLengths() {}

  /** The smallest of these lengths that is not below the given one. */
  static int length(int longest) {
    int below = Integer.highestOneBit(Math.max(1, longest - 1));
    int step = Math.max(STEP, below / PER_DOUBLING);
    return (longest + step - 1) / step * step;
  }
}
