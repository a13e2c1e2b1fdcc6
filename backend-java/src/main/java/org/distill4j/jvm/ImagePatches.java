package org.distill4j.jvm;

import java.util.Arrays;
import org.distill4j.tensor.Window;

/**
 * The patches of an image that a window meets, laid out as columns: element (c, y, x) of the window
 * gives one row of as many elements as the window has positions.
 *
 * @param channels the channels of the image
 * @param height the image's height
 * @param width the image's width
 * @param tall the window's height
 * @param wide the window's width
 * @param window how it moves
 */
record ImagePatches(int channels, int height, int width, int tall, int wide, Window window) {
  int columns() {
    return channels * tall * wide;
  }

  int rows() {
    return window.positions(height, tall);
  }

  int across() {
    return window.positions(width, wide);
  }

  int positions() {
    return rows() * across();
  }

  /** Whether the columns are the image itself. */
  boolean areImage() {
    return tall == 1 && wide == 1 && window.stride() == 1 && window.padding() == 0;
  }

  /** Lays out the patches of an image; zeros stand for the padding. */
  void gather(float[] image, int at, float[] columns) {
    int to = 0;
    for (int c = 0; c < channels; c++) {
      int plane = at + c * height * width;
      for (int y = 0; y < tall; y++) {
        for (int x = 0; x < wide; x++) {
          gather(image, plane, y, x, columns, to);
          to += positions();
        }
      }
    }
  }

  private void gather(float[] image, int plane, int y, int x, float[] columns, int to) {
    int across = across();
    int shift = x * window.dilation() - window.padding();
    int from = firstInside(shift);
    int end = endInside(shift);
    for (int row = 0; row < rows(); row++, to += across) {
      int line = row * window.stride() + y * window.dilation() - window.padding();
      if (line < 0 || line >= height) {
        Arrays.fill(columns, to, to + across, 0);
        continue;
      }
      Arrays.fill(columns, to, to + from, 0);
      copy(image, plane + line * width + shift, columns, to, from, end);
      Arrays.fill(columns, to + end, to + across, 0);
    }
  }

  private void copy(float[] image, int origin, float[] columns, int to, int from, int end) {
    int stride = window.stride();
    if (stride == 1 && from < end) {
      System.arraycopy(image, origin + from, columns, to + from, end - from);
      return;
    }
    for (int i = from; i < end; i++) {
      columns[to + i] = image[origin + i * stride];
    }
  }

  /** Adds columns back to the pixels of an image from which they came. */
  void scatter(float[] columns, float[] image, int at) {
    int from = 0;
    for (int c = 0; c < channels; c++) {
      int plane = at + c * height * width;
      for (int y = 0; y < tall; y++) {
        for (int x = 0; x < wide; x++) {
          scatter(columns, from, image, plane, y, x);
          from += positions();
        }
      }
    }
  }

  private void scatter(float[] columns, int at, float[] image, int plane, int y, int x) {
    int across = across();
    int shift = x * window.dilation() - window.padding();
    int from = firstInside(shift);
    int end = endInside(shift);
    for (int row = 0; row < rows(); row++, at += across) {
      int line = row * window.stride() + y * window.dilation() - window.padding();
      if (line >= 0 && line < height) {
        add(columns, at, image, plane + line * width + shift, from, end);
      }
    }
  }

  private void add(float[] columns, int at, float[] image, int origin, int from, int end) {
    int stride = window.stride();
    if (stride == 1) {
      for (int i = from; i < end; i++) {
        image[origin + i] += columns[at + i];
      }
      return;
    }
    for (int i = from; i < end; i++) {
      image[origin + i * stride] += columns[at + i];
    }
  }

  /** The first position at which an element of the window, shifted, is inside the image. */
  private int firstInside(int shift) {
    int first = shift >= 0 ? 0 : Math.floorDiv(-shift + window.stride() - 1, window.stride());
    return Math.min(first, across());
  }

  /** The position after the last one at which it is inside, at least the first. */
  private int endInside(int shift) {
    int end = Math.floorDiv(width - 1 - shift, window.stride()) + 1;
    return Math.max(firstInside(shift), Math.min(end, across()));
  }
}
