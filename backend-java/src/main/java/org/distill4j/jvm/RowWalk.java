package org.distill4j.jvm;

import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.Shape;

/**
 * The common walk of several arrays over one shape: row by row, where a row is as long as the
 * strides of all arrays allow. Axes that can be walked as one are joined first.
 */
final class RowWalk {
  /** The work on a row. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One row.
     *
     * @param at its place in the whole shape
     * @param from its place in each array
     */
    void row(int at, int[] from);
  }

  /** The place in a walk: in each array, and along each axis. */
  static final class Cursor {
    private final int[] from;
    private final int[] index;

    private Cursor(int[] from, int[] index) {
      this.from = from;
      this.index = index;
    }
  }

  private final int[] dims;
  private final int[][] strides;
  private final int last;

  private RowWalk(int[] dims, int[][] strides) {
    this.dims = dims;
    this.strides = strides;
    this.last = dims.length - 1;
  }

  /** Returns a walk of arrays that are stretched to a shape by the broadcasting rule. */
  static RowWalk broadcast(Shape whole, Shape... arrays) {
    int[][] strides = new int[arrays.length][];
    for (int i = 0; i < arrays.length; i++) {
      strides[i] = stretched(whole, arrays[i]);
    }
    return joined(whole.dims(), strides);
  }

  /** Returns a walk of an array whose axes are reordered. */
  static RowWalk transposed(Shape array, List<Integer> order) {
    int[] own = stretched(array, array);
    int[] strides = new int[own.length];
    int[] dims = new int[own.length];
    for (int i = 0; i < own.length; i++) {
      strides[i] = own[order.get(i)];
      dims[i] = array.dim(order.get(i));
    }
    return joined(dims, new int[][] {strides});
  }

  private static int[] stretched(Shape whole, Shape array) {
    int[] strides = new int[whole.rank()];
    int stride = 1;
    for (int i = 1; i <= array.rank(); i++) {
      int dim = array.dim(-i);
      strides[whole.rank() - i] = dim == 1 ? 0 : stride;
      stride *= dim;
    }
    return strides;
  }

  private static RowWalk joined(int[] dims, int[][] strides) {
    int[] joinedDims = new int[Math.max(1, dims.length)];
    int[][] joinedStrides = new int[strides.length][joinedDims.length];
    int first = joinedDims.length;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      if (dims[axis] == 1) {
        continue;
      }
      if (first < joinedDims.length && continues(strides, axis, joinedStrides, joinedDims, first)) {
        joinedDims[first] *= dims[axis];
      } else {
        first--;
        joinedDims[first] = dims[axis];
        for (int k = 0; k < strides.length; k++) {
          joinedStrides[k][first] = strides[k][axis];
        }
      }
    }
    return trimmed(joinedDims, joinedStrides, Math.min(first, joinedDims.length - 1));
  }

  private static boolean continues(
      int[][] strides, int axis, int[][] joinedStrides, int[] joinedDims, int first) {
    for (int k = 0; k < strides.length; k++) {
      if (strides[k][axis] != joinedStrides[k][first] * joinedDims[first]) {
        return false;
      }
    }
    return true;
  }

  private static RowWalk trimmed(int[] dims, int[][] strides, int first) {
    int[] ownDims = Arrays.copyOfRange(dims, first, dims.length);
    if (ownDims[ownDims.length - 1] == 0) {
      ownDims[ownDims.length - 1] = 1;
    }
    int[][] ownStrides = new int[strides.length][];
    for (int k = 0; k < strides.length; k++) {
      ownStrides[k] = Arrays.copyOfRange(strides[k], first, dims.length);
    }
    return new RowWalk(ownDims, ownStrides);
  }

  /** The number of elements of a row. */
  int length() {
    return dims[last];
  }

  /** The distance between neighbours of a row in one of the arrays. */
  int stride(int array) {
    return strides[array][last];
  }

  /** Returns whether all rows of one of the arrays are the same elements of it. */
  boolean isSameInEachRow(int array) {
    return Arrays.stream(strides[array], 0, last).allMatch(stride -> stride == 0);
  }

  /** The number of rows. */
  int count() {
    int count = 1;
    for (int axis = 0; axis < last; axis++) {
      count *= dims[axis];
    }
    return count;
  }

  /** Visits all rows in order. */
  void forEach(Visitor visitor) {
    forEach(0, count(), visitor);
  }

  /** Visits some rows in order. */
  void forEach(int first, int end, Visitor visitor) {
    forEach(first, end, cursor(), visitor);
  }

  /** Returns the place in a walk; a thread can use it for one walk after the other. */
  Cursor cursor() {
    return new Cursor(new int[strides.length], new int[last]);
  }

  /** Visits some rows in order, without allocating anything. */
  void forEach(int first, int end, Cursor cursor, Visitor visitor) {
    int[] from = cursor.from;
    int[] index = cursor.index;
    Arrays.fill(from, 0);
    int rest = first;
    for (int axis = last - 1; axis >= 0; axis--) {
      index[axis] = rest % dims[axis];
      rest /= dims[axis];
      for (int k = 0; k < from.length; k++) {
        from[k] += index[axis] * strides[k][axis];
      }
    }
    for (int row = first; row < end; row++) {
      visitor.row(row * dims[last], from);
      next(index, from);
    }
  }

  private void next(int[] index, int[] from) {
    for (int axis = last - 1; axis >= 0; axis--) {
      index[axis]++;
      boolean inside = index[axis] < dims[axis];
      for (int k = 0; k < from.length; k++) {
        from[k] += inside ? strides[k][axis] : -(dims[axis] - 1) * strides[k][axis];
      }
      if (inside) {
        return;
      }
      index[axis] = 0;
    }
  }
}
