package org.distill4j.tensor;

/**
 * The movement of a square window over an image, the same in both directions.
 *
 * @param stride the distance between neighbouring positions, at least 1
 * @param padding rows and columns added on every side, at least 0
 * @param dilation the distance between neighbouring elements of the window, at least 1
 */
public record Window(int stride, int padding, int dilation) {
  /** The window with stride 1, no padding and no dilation. */
  public static final Window DEFAULT = new Window(1, 0, 1);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Window {
    if (stride < 1 || padding < 0 || dilation < 1) {
      throw new IllegalArgumentException(
          "Window with stride "
              + stride
              + ", padding "
              + padding
              + ", dilation "
              + dilation
              + ", expected stride ≥ 1, padding ≥ 0, dilation ≥ 1.\n"
              + "Maybe the arguments are in another order: (stride, padding, dilation).");
    }
  }

  /**
   * Returns this window with another stride.
   *
   * @param stride the new stride
   * @return the changed window
   */
  public Window withStride(int stride) {
    return new Window(stride, padding, dilation);
  }

  /**
   * Returns this window with another padding.
   *
   * @param padding the new padding
   * @return the changed window
   */
  public Window withPadding(int padding) {
    return new Window(stride, padding, dilation);
  }

  /**
   * Returns this window with another dilation.
   *
   * @param dilation the new dilation
   * @return the changed window
   */
  public Window withDilation(int dilation) {
    return new Window(stride, padding, dilation);
  }

  /**
   * Returns the number of positions along one direction: ⌊(length + 2·padding − dilation·(size − 1)
   * − 1) / stride⌋ + 1.
   *
   * @param length the image's length in that direction
   * @param size the window's
   * @return the number of positions; below one if the window does not fit
   */
  public int positions(int length, int size) {
    return Math.floorDiv(length + 2 * padding - dilation * (size - 1) - 1, stride) + 1;
  }
}
