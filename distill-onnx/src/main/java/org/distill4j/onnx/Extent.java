package org.distill4j.onnx;

import java.util.Arrays;

/** How a length depends on the batch size. */
sealed interface Extent {
  /** The same for every batch size. */
  record Fixed(int length) implements Extent {}

  /** {@code scale · batch + offset}, where the scale is not 0. */
  record Affine(int scale, int offset) implements Extent {}

  /** Something else, as it was seen. */
  record Other(String seen) implements Extent {}

  /**
   * The rule behind some lengths.
   *
   * @param sizes at least three different batch sizes
   * @param lengths the length seen at each of them
   */
  static Extent of(int[] sizes, int[] lengths) {
    int run = sizes[1] - sizes[0];
    int rise = lengths[1] - lengths[0];
    int scale = rise / run;
    int offset = lengths[0] - scale * sizes[0];
    for (int i = 0; i < sizes.length; i++) {
      if (lengths[i] != scale * sizes[i] + offset) {
        return new Other(
            Arrays.toString(lengths) + " for batches of " + Arrays.toString(sizes) + " examples");
      }
    }
    return scale == 0 ? new Fixed(offset) : new Affine(scale, offset);
  }
}
