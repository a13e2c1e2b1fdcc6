package org.distill4j.jvm;

import org.distill4j.tensor.Shape;

/**
 * All lines of an array along one axis.
 *
 * @param count how many there are
 * @param length the number of elements of each
 * @param stride the distance between neighbours of a line, which is also the number of lines that
 *     lie side by side
 */
record AxisLines(int count, int length, int stride) {
  static AxisLines along(Shape shape, int axis) {
    int stride = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      stride *= shape.dim(i);
    }
    int length = shape.dim(axis);
    return new AxisLines(Math.toIntExact(shape.size()) / length, length, stride);
  }

  /** Returns the index where a line begins; lines count in row-major order of the other axes. */
  int start(int line) {
    return line / stride * stride * length + line % stride;
  }
}
