package org.distill4j.conformance.reference;

import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;

/**
 * The movement of a window over one image plane.
 *
 * @param height the image's height
 * @param width the image's width
 * @param rows the result's height
 * @param columns the result's width
 * @param window stride, padding and dilation
 */
record WindowPositions(int height, int width, int rows, int columns, Window window) {
  /** Receives pairs of indexes, one in the result's plane and one in the image's. */
  @FunctionalInterface
  interface Visitor {
    void meet(int result, int image);
  }

  static WindowPositions of(Shape image, Shape result, Window window) {
    return new WindowPositions(image.dim(2), image.dim(3), result.dim(2), result.dim(3), window);
  }

  /** Visits all pairs that the window's element (y, x) brings together; padding is left out. */
  void visit(int y, int x, Visitor visitor) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int imageRow = at(row, y);
        int imageColumn = at(column, x);
        if (isInside(imageRow, height) && isInside(imageColumn, width)) {
          visitor.meet(row * columns + column, imageRow * width + imageColumn);
        }
      }
    }
  }

  private int at(int position, int element) {
    return position * window.stride() - window.padding() + element * window.dilation();
  }

  private static boolean isInside(int index, int length) {
    return index >= 0 && index < length;
  }
}
