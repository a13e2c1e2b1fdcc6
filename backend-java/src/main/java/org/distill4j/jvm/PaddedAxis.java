package org.distill4j.jvm;

/**
 * One axis of planes: values with zeros before and after them. What comes after one line is what
 * comes before the next, so both share their zeros.
 *
 * @param first the coordinate of the first value
 * @param count the number of values
 * @param zeros the number of zeros before and after them
 * @param length the distance from line to line
 */
record PaddedAxis(int first, int count, int zeros, int length) {
  /**
   * Returns the axis.
   *
   * @param first the coordinate of the first value
   * @param last that of the last
   * @param lowest the lowest coordinate that is read
   * @param highest the highest one
   * @param least the least distance from line to line
   */
  static PaddedAxis of(int first, int last, int lowest, int highest, int least) {
    int zeros = Math.max(0, Math.max(first - lowest, highest - last));
    int count = Math.max(0, last - first + 1);
    return new PaddedAxis(first, count, zeros, Math.max(count + zeros, least));
  }

  /** Returns the index of a coordinate, in units of the axis. */
  int at(int coordinate) {
    return coordinate - first + zeros;
  }
}
