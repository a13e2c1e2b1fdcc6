package org.distill4j.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The lengths of a tensor's axes, outermost first. A scalar has no axes. Every length is at least
 * one.
 */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /**
   * A shape with the given lengths.
   *
   * @param dims the length of each axis, outermost first
   * @return the shape
   * @throws IllegalArgumentException if a length is below one
   */
  public static Shape of(int... dims) {
    for (int dim : dims) {
      if (dim < 1) {
        throw new IllegalArgumentException(
            "Shape "
                + Arrays.toString(dims)
                + " has an axis of length "
                + dim
                + ", expected every length to be at least 1.\nMaybe the data set is empty or a"
                + " window is larger than its input.");
      }
    }
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  /** {@return the shape of a single value} */
  public static Shape scalar() {
    return SCALAR;
  }

  /** {@return the number of axes} */
  public int rank() {
    return dims.length;
  }

  /**
   * The length of one axis.
   *
   * @param axis the axis; negative ones count from the end
   * @return its length
   */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /**
   * An axis in its non-negative form.
   *
   * @param axis an axis in [-rank, rank)
   * @return the same axis in [0, rank)
   * @throws IllegalArgumentException if there is no such axis
   */
  public int axis(int axis) {
    int resolved = axis < 0 ? axis + dims.length : axis;
    if (resolved < 0 || resolved >= dims.length) {
      throw new IllegalArgumentException(
          "Axis "
              + axis
              + " does not exist in shape "
              + this
              + ", expected one in ["
              + -dims.length
              + ", "
              + dims.length
              + ").\nMaybe the batch axis was forgotten.");
    }
    return resolved;
  }

  /** {@return a fresh array of the lengths} */
  public int[] dims() {
    return dims.clone();
  }

  /**
   * A shape with the given lengths, as most engines tell them.
   *
   * @param dims the length of each axis, outermost first
   * @return the shape
   * @throws IllegalArgumentException if a length is below one
   * @throws ArithmeticException if a length is above 2³¹ − 1
   */
  public static Shape ofLongs(long... dims) {
    return of(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray());
  }

  /** {@return the lengths as long values, as most engines want them} */
  public long[] toLongs() {
    return Arrays.stream(dims).asLongStream().toArray();
  }

  /** {@return the number of elements; one for a scalar} */
  public long size() {
    long size = 1;
    for (int dim : dims) {
      size = Math.multiplyExact(size, dim);
    }
    return size;
  }

  /**
   * This shape with one more axis in front.
   *
   * @param dim the length of the new axis 0
   * @return the longer shape
   */
  public Shape prepend(int dim) {
    int[] longer = new int[dims.length + 1];
    longer[0] = dim;
    System.arraycopy(dims, 0, longer, 1, dims.length);
    return Shape.of(longer);
  }

  /** {@return this shape without its axis 0, the shape of one example of a batch} */
  public Shape withoutBatch() {
    axis(0);
    return new Shape(Arrays.copyOfRange(dims, 1, dims.length));
  }

  /**
   * This shape with another length on one axis.
   *
   * @param axis the axis; negative ones count from the end
   * @param dim its new length
   * @return the changed shape
   */
  public Shape with(int axis, int dim) {
    int[] changed = dims.clone();
    changed[axis(axis)] = dim;
    return Shape.of(changed);
  }

  /**
   * The shape that two operands have in common after broadcasting: axes are aligned at the end, and
   * a length of one stretches (NumPy's rule).
   *
   * @param other the other operand's shape
   * @return the common shape
   * @throws IllegalArgumentException if two lengths differ and neither is one
   */
  public Shape broadcast(Shape other) {
    int rank = Math.max(rank(), other.rank());
    int[] result = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int left = i <= rank() ? dims[rank() - i] : 1;
      int right = i <= other.rank() ? other.dims[other.rank() - i] : 1;
      if (left != right && left != 1 && right != 1) {
        throw new IllegalArgumentException(
            "Shapes "
                + this
                + " and "
                + other
                + " do not broadcast: "
                + left
                + " and "
                + right
                + " on axis -"
                + i
                + ", expected equal lengths or a 1.\nMaybe a reshape or a transpose is missing.");
      }
      result[rank - i] = Math.max(left, right);
    }
    return Shape.of(result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(dims, that.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  @Override
  public String toString() {
    return Arrays.stream(dims)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
