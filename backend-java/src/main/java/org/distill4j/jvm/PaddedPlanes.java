package org.distill4j.jvm;

import java.util.stream.IntStream;

/**
 * The layout of images for convolutions: channel by channel, one below the other, with zeros around
 * each. So what an element of a window meets, from position to position of the window, are
 * neighbours in memory; between the lines and the images it meets things of no meaning as well.
 *
 * @param images the number of images
 * @param count the number of planes
 * @param rows the axis of rows
 * @param columns the axis of columns
 */
record PaddedPlanes(int images, int count, PaddedAxis rows, PaddedAxis columns) {
  /** Returns the distance from image to image. */
  int image() {
    return rows.length() * columns.length();
  }

  private int plane() {
    return images * image() + rows.zeros() * columns.length() + columns.zeros();
  }

  int size() {
    return count * plane();
  }

  /** Returns the index of an element of the first image, or of a position that reads as zero. */
  int at(int plane, int row, int column) {
    return plane * plane() + rows.at(row) * columns.length() + columns.at(column);
  }

  /** Returns the indexes of the positions of all images, from the first one on. */
  int[] positions(int tall, int wide) {
    return IntStream.range(0, images * tall * wide)
        .map(i -> i / (tall * wide) * image() + i / wide % tall * columns.length() + i % wide)
        .toArray();
  }

  /**
   * Returns the number of neighbours from the first position of the first image to the last of all.
   */
  int span(int tall, int wide) {
    return (images - 1) * image() + (tall - 1) * columns.length() + wide;
  }

  /** Returns the lines of planes that are as far apart as two given ones. */
  PlaneCopy.Side side(int plane, int next, int row, int column) {
    return new PlaneCopy.Side(
        at(plane, row, column), (next - plane) * plane(), columns.length(), 1);
  }
}
