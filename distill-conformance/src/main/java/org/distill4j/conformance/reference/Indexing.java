package org.distill4j.conformance.reference;

import java.util.List;
import org.distill4j.tensor.Shape;

/** The indexes of one tensor's elements in another, as a list in row-major order. */
final class Indexing {
  private Indexing() {}

  /** Offset plus the sum of index times stride over the axes, for each element of a shape. */
  static int[] of(Shape shape, int offset, int... strides) {
    int[] indices = {offset};
    for (int axis = 0; axis < shape.rank(); axis++) {
      indices = expand(indices, shape.dim(axis), strides[axis]);
    }
    return indices;
  }

  private static int[] expand(int[] outer, int length, int stride) {
    int[] indices = new int[outer.length * length];
    for (int i = 0; i < outer.length; i++) {
      for (int j = 0; j < length; j++) {
        indices[i * length + j] = outer[i] + j * stride;
      }
    }
    return indices;
  }

  /** Returns the distance between neighbours along each axis. */
  static int[] strides(Shape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.dim(axis);
    }
    return strides;
  }

  /**
   * For each element of the wider shape, the element of the narrower one that is stretched there.
   */
  static int[] broadcast(Shape narrow, Shape wide) {
    int[] own = strides(narrow);
    int[] strides = new int[wide.rank()];
    int added = wide.rank() - narrow.rank();
    for (int axis = 0; axis < narrow.rank(); axis++) {
      strides[axis + added] = narrow.dim(axis) == 1 ? 0 : own[axis];
    }
    return of(wide, 0, strides);
  }

  /** For each element of a shape, the number of its group when some axes are reduced. */
  static int[] groups(Shape shape, List<Integer> axes) {
    return broadcast(kept(shape, axes), shape);
  }

  /** Returns the shape whose reduced axes have length one. */
  static Shape kept(Shape shape, List<Integer> axes) {
    Shape kept = shape;
    for (int axis : axes) {
      kept = kept.with(axis, 1);
    }
    return kept;
  }
}
