package org.distill4j.jvm;

import org.distill4j.tensor.Shape;

/**
 * A range along one axis of an array, as pieces of neighbouring elements.
 *
 * @param first where the first piece begins
 * @param length the length of a piece
 * @param stride the distance from piece to piece
 * @param count the number of pieces
 */
record AxisBlock(int first, int length, int stride, int count) {
  static AxisBlock of(Shape shape, int axis, int from, int to) {
    int inner = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      inner *= shape.dim(i);
    }
    int stride = shape.dim(axis) * inner;
    int count = Math.toIntExact(shape.size()) / stride;
    return new AxisBlock(from * inner, (to - from) * inner, stride, count);
  }

  /** Copies a range of one array to an equal range of another. */
  static void copy(Object source, AxisBlock from, Object target, AxisBlock to) {
    for (int i = 0; i < from.count; i++) {
      int start = from.first + i * from.stride;
      System.arraycopy(source, start, target, to.first + i * to.stride, from.length);
    }
  }
}
