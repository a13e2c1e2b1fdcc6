package org.distill4j.jvm;

import java.util.Arrays;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;

/**
 * The loops of pooling.
 *
 * @param planes the number of images times channels
 * @param height the height of an image
 * @param width the width of an image
 * @param size the side of the window
 * @param window how it moves
 */
record PoolLoops(int planes, int height, int width, int size, Window window) {
  /** The work at one position of the window, clipped to the image. */
  private interface Visitor {
    void visit(int position, int top, int bottom, int left, int right);
  }

  static PoolLoops of(Shape input, int size, Window window) {
    return new PoolLoops(input.dim(0) * input.dim(1), input.dim(2), input.dim(3), size, window);
  }

  void max(float[] x, float[] y) {
    forEach(
        (position, top, bottom, left, right) ->
            y[position] = x[largest(x, top, bottom, left, right)]);
  }

  void maxGradient(float[] x, float[] gradient, float[] dx) {
    Arrays.fill(dx, 0);
    forEach(
        (position, top, bottom, left, right) ->
            dx[largest(x, top, bottom, left, right)] += gradient[position]);
  }

  /** Picks elements of an array where another one is the largest. */
  void pickMax(float[] values, float[] x, float[] y) {
    forEach(
        (position, top, bottom, left, right) ->
            y[position] = values[largest(x, top, bottom, left, right)]);
  }

  void average(float[] x, float[] y) {
    float share = 1f / (size * size);
    forEach(
        (position, top, bottom, left, right) -> {
          float sum = 0;
          for (int line = top; line < bottom; line += width) {
            for (int i = line + left; i < line + right; i++) {
              sum += x[i];
            }
          }
          y[position] = sum * share;
        });
  }

  void averageGradient(float[] gradient, float[] dx) {
    Arrays.fill(dx, 0);
    float share = 1f / (size * size);
    forEach(
        (position, top, bottom, left, right) -> {
          float part = gradient[position] * share;
          for (int line = top; line < bottom; line += width) {
            for (int i = line + left; i < line + right; i++) {
              dx[i] += part;
            }
          }
        });
  }

  /** Returns the first of the largest; a NaN counts as larger than all. */
  private int largest(float[] x, int top, int bottom, int left, int right) {
    int best = top + left;
    for (int line = top; line < bottom; line += width) {
      for (int i = line + left; i < line + right; i++) {
        if (!(x[i] <= x[best]) && !Float.isNaN(x[best])) {
          best = i;
        }
      }
    }
    return best;
  }

  /**
   * Works on a window: top and bottom are indexes of lines in the array, left and right are columns
   * of the image.
   */
  private void forEach(Visitor visitor) {
    int down = window.positions(height, size);
    int across = window.positions(width, size);
    int position = 0;
    for (int plane = 0; plane < planes; plane++) {
      int origin = plane * height * width;
      for (int row = 0; row < down; row++) {
        int y = row * window.stride() - window.padding();
        int top = origin + Math.max(0, y) * width;
        int bottom = origin + Math.min(height, y + size) * width;
        for (int column = 0; column < across; column++, position++) {
          int x = column * window.stride() - window.padding();
          visitor.visit(position, top, bottom, Math.max(0, x), Math.min(width, x + size));
        }
      }
    }
  }
}
