package org.distill4j.onnx;

import java.util.Arrays;

/** Arithmetic of lengths, in which an axis may have no elements. */
final class HostShapes {
  private HostShapes() {}

  /**
   * An upper bound for lengths: far more than any network computes, and too little to fill a
   * memory.
   */
  private static final int MOST = 1 << 24;

  static int size(int... dims) {
    long size = 1;
    for (int dim : dims) {
      size *= dim;
      if (dim < 0 || size > Integer.MAX_VALUE) {
        throw tooMany(dims);
      }
    }
    return (int) size;
  }

  /** The number of elements of a value that is computed while a graph is recorded. */
  static int computed(int... dims) {
    int size = size(dims);
    if (size > MOST) {
      throw tooMany(dims);
    }
    return size;
  }

  private static IllegalArgumentException tooMany(int... dims) {
    return new IllegalArgumentException(
        "The lengths are "
            + Arrays.toString(dims)
            + ", expected at most "
            + MOST
            + " elements that are computed from lengths.\nMaybe the file is damaged.");
  }

  /** Returns a number of the file that must be a length or a position. */
  static int length(long number) {
    if (number != (int) number) {
      throw new IllegalArgumentException(
          "A length or position is "
              + number
              + ", expected one of 32 bits.\nMaybe the file is damaged.");
    }
    return (int) number;
  }

  /** The lengths to which two shapes stretch. */
  static int[] broadcast(int[] one, int[] other) {
    int rank = Math.max(one.length, other.length);
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      int a = fromEnd(one, rank - i);
      int b = fromEnd(other, rank - i);
      if (a != b && a != 1 && b != 1) {
        throw new IllegalArgumentException(
            "Shapes "
                + Arrays.toString(one)
                + " and "
                + Arrays.toString(other)
                + " do not fit each other, expected equal lengths or 1.\n"
                + "Maybe the file fixes a length that the inputs have not.");
      }
      dims[i] = a == 1 ? b : a;
    }
    return dims;
  }

  private static int fromEnd(int[] dims, int place) {
    return place > dims.length ? 1 : dims[dims.length - place];
  }

  /** The distance between neighbours on each axis. */
  static int[] strides(int... dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strides;
  }

  /** Returns the index on each axis of an element. */
  static int[] places(int element, int... dims) {
    int[] places = new int[dims.length];
    int rest = element;
    for (int i = dims.length - 1; i >= 0; i--) {
      places[i] = rest % dims[i];
      rest /= dims[i];
    }
    return places;
  }

  /**
   * Returns the element at some indexes; axes of length 1 are stretched, missing ones are leading.
   */
  static int element(int[] places, int... dims) {
    int element = 0;
    int skipped = places.length - dims.length;
    for (int i = 0; i < dims.length; i++) {
      element = element * dims[i] + (dims[i] == 1 ? 0 : places[skipped + i]);
    }
    return element;
  }

  /** An axis that may count from the end. */
  static int axis(int axis, int rank) {
    if (axis < -rank || axis >= Math.max(rank, 1)) {
      throw new IllegalArgumentException(
          "Axis "
              + axis
              + " was named of "
              + rank
              + ", expected one in ["
              + -rank
              + ", "
              + rank
              + ").\nMaybe the file was cut from a larger one.");
    }
    return axis < 0 ? axis + rank : axis;
  }

  static int[] without(int[] dims, int axis) {
    int[] less = new int[dims.length - 1];
    for (int i = 0; i < less.length; i++) {
      less[i] = dims[i < axis ? i : i + 1];
    }
    return less;
  }

  static int[] with(int[] dims, int axis, int length) {
    int[] changed = dims.clone();
    changed[axis] = length;
    return changed;
  }

  static int[] inserted(int[] dims, int axis, int length) {
    int[] more = new int[dims.length + 1];
    for (int i = 0; i < more.length; i++) {
      more[i] = i == axis ? length : dims[i < axis ? i : i - 1];
    }
    return more;
  }

  /** Some axes, and those of another shape after them. */
  static int[] joined(int[] first, int... second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
