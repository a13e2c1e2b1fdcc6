package org.distill4j.tutorial;

import java.util.List;
import org.distill4j.tensor.Shape;

/** The indexes of one tensor's elements in another. */
final class ElementIndexes {
  private ElementIndexes() {}

  /** For each element of a shape in row-major order: first + Σ index · stride. */
  static int[] walk(Shape shape, int first, int... strides) {
    int[] places = {first};
    for (int axis = 0; axis < shape.rank(); axis++) {
      int length = shape.dim(axis);
      int[] next = new int[places.length * length];
      for (int i = 0; i < next.length; i++) {
        next[i] = places[i / length] + i % length * strides[axis];
      }
      places = next;
    }
    return places;
  }

  static int[] strides(Shape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.dim(axis);
    }
    return strides;
  }

  /** For each element of the wide shape, the element of the narrow one that is repeated there. */
  static int[] repeat(Shape narrow, Shape wide) {
    int[] strides = strides(narrow);
    int[] steps = new int[wide.rank()];
    int added = wide.rank() - narrow.rank();
    for (int axis = 0; axis < narrow.rank(); axis++) {
      steps[added + axis] = narrow.dim(axis) == 1 ? 0 : strides[axis];
    }
    return walk(wide, 0, steps);
  }

  /** For each element of a shape, the number of the group that it is reduced with. */
  static int[] groups(Shape shape, List<Integer> axes) {
    Shape kept = shape;
    for (int axis : axes) {
      kept = kept.with(axis, 1);
    }
    return repeat(kept, shape);
  }
}
