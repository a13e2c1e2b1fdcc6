package org.distill4j.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The lengths of a tensor's axes, outermost first. A scalar has no axes. Every length is at least
 * one.
 *
 * <p>In the description of a model's inputs or of a data set, an axis may be <em>free</em>: it has
 * a name, and each batch has its own length there. Tensors themselves have no free axes.
 */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0], List.of());

  /** Marks a free axis in place of a length. */
  private static final int FREE = -1;

  private final int[] dims;

  /** The name of each free axis and "" for the others; empty if none is free. */
  private final List<String> names;

  private Shape(int[] dims, List<String> names) {
    this.dims = dims;
    this.names = names;
  }

  /**
   * Returns a shape with the given lengths.
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
    return dims.length == 0 ? SCALAR : new Shape(dims.clone(), List.of());
  }

  /**
   * Returns a shape whose axes are all free. {@code Shape.of(3).append(Shape.free("height",
   * "width"))} is that of pictures of any size.
   *
   * @param names the name of each axis, outermost first; axes of one name have one length
   * @return the shape
   * @throws IllegalArgumentException if a name is empty
   */
  public static Shape free(String... names) {
    for (String name : names) {
      if (name.isBlank()) {
        throw new IllegalArgumentException(
            "A free axis of "
                + Arrays.toString(names)
                + " has no name, expected one such as \"length\".");
      }
    }
    int[] dims = new int[names.length];
    Arrays.fill(dims, FREE);
    return names.length == 0 ? SCALAR : new Shape(dims, List.of(names));
  }

  /** {@return whether every axis has a length} */
  public boolean isFixed() {
    return names.isEmpty();
  }

  /** {@return the names of the free axes, outermost first, each once} */
  public List<String> freeAxes() {
    return names.stream().filter(name -> !name.isEmpty()).distinct().toList();
  }

  /**
   * Returns the name of an axis.
   *
   * @param axis the axis; negative ones count from the end
   * @return its name if it is free
   */
  public Optional<String> freeAxis(int axis) {
    String name = names.isEmpty() ? "" : names.get(axis(axis));
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /**
   * Returns this shape with lengths for its free axes.
   *
   * @param lengths the length of each free axis, by name
   * @return the fixed shape
   * @throws IllegalArgumentException if a length is missing or below one
   */
  public Shape fixed(Map<String, Integer> lengths) {
    if (isFixed()) {
      return this;
    }
    int[] fixed = dims.clone();
    for (int axis = 0; axis < fixed.length; axis++) {
      if (fixed[axis] == FREE) {
        fixed[axis] = length(names.get(axis), lengths);
      }
    }
    return of(fixed);
  }

  private int length(String name, Map<String, Integer> lengths) {
    Integer length = lengths.get(name);
    if (length == null) {
      throw new IllegalArgumentException(
          "The axis \""
              + name
              + "\" of "
              + this
              + " has no length, expected one of "
              + lengths.keySet()
              + ".\nMaybe give lengths for all free axes of the model.");
    }
    return length;
  }

  /**
   * Returns whether this shape covers all shapes that another stands for, axis by axis, whatever
   * the names of free axes are.
   *
   * @param other a shape
   * @return whether it has as many axes, of the same lengths where they are fixed here
   */
  public boolean accepts(Shape other) {
    boolean fits = other.rank() == rank();
    for (int axis = 0; fits && axis < dims.length; axis++) {
      fits = dims[axis] == FREE || dims[axis] == other.dims[axis];
    }
    return fits;
  }

  /**
   * Returns this shape's axes followed by another's.
   *
   * @param inner the axes that come after
   * @return the longer shape
   */
  public Shape append(Shape inner) {
    int[] all = Arrays.copyOf(dims, dims.length + inner.dims.length);
    System.arraycopy(inner.dims, 0, all, dims.length, inner.dims.length);
    List<String> joined = new ArrayList<>(allNames());
    joined.addAll(inner.allNames());
    return withNames(all, joined);
  }

  private List<String> allNames() {
    return names.isEmpty() ? Collections.nCopies(dims.length, "") : names;
  }

  private static Shape withNames(int[] dims, List<String> names) {
    boolean free = names.stream().anyMatch(name -> !name.isEmpty());
    return free ? new Shape(dims, List.copyOf(names)) : of(dims);
  }

  private void requireFixed() {
    if (!isFixed()) {
      throw new IllegalStateException(
          "The shape "
              + this
              + " has free axes, expected a fixed one.\nMaybe take the shape of a batch.");
    }
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
   * Returns the length of one axis.
   *
   * @param axis the axis; negative ones count from the end
   * @return its length
   * @throws IllegalStateException if it is free
   */
  public int dim(int axis) {
    int dim = dims[axis(axis)];
    if (dim == FREE) {
      requireFixed();
    }
    return dim;
  }

  /**
   * Returns an axis in its non-negative form.
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
    requireFixed();
    return dims.clone();
  }

  /**
   * Returns a shape with the given lengths, which most engines give as long values.
   *
   * @param dims the length of each axis, outermost first
   * @return the shape
   * @throws IllegalArgumentException if a length is below one
   * @throws ArithmeticException if a length is above 2³¹ − 1
   */
  public static Shape ofLongs(long... dims) {
    return of(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray());
  }

  /** {@return the lengths as long values, as most engines need them} */
  public long[] toLongs() {
    requireFixed();
    return Arrays.stream(dims).asLongStream().toArray();
  }

  /** {@return the number of elements; one for a scalar} */
  public long size() {
    requireFixed();
    long size = 1;
    for (int dim : dims) {
      if (size > Long.MAX_VALUE / dim) {
        throw new IllegalArgumentException(
            "The shape "
                + this
                + " has more than 2^63 elements, expected fewer.\n"
                + "Maybe a length has a digit too many.");
      }
      size *= dim;
    }
    return size;
  }

  /**
   * Returns this shape with one more axis in front.
   *
   * @param dim the length of the new axis 0
   * @return the longer shape
   */
  public Shape prepend(int dim) {
    return Shape.of(dim).append(this);
  }

  /** {@return this shape without its axis 0, the shape of one example of a batch} */
  public Shape withoutBatch() {
    axis(0);
    int[] inner = Arrays.copyOfRange(dims, 1, dims.length);
    return withNames(inner, allNames().subList(1, dims.length));
  }

  /**
   * Returns this shape with another length on one axis.
   *
   * @param axis the axis; negative ones count from the end
   * @param dim its new length
   * @return the changed shape
   */
  public Shape with(int axis, int dim) {
    int[] changed = dims();
    changed[axis(axis)] = dim;
    return Shape.of(changed);
  }

  /**
   * Returns the shape that two operands have in common after broadcasting: axes are aligned at the
   * end, and a length of one stretches (NumPy's rule).
   *
   * @param other the other operand's shape
   * @return the common shape
   * @throws IllegalArgumentException if two lengths differ and neither is one
   */
  public Shape broadcast(Shape other) {
    requireFixed();
    other.requireFixed();
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
    return other instanceof Shape that
        && Arrays.equals(dims, that.dims)
        && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  @Override
  public String toString() {
    return IntStream.range(0, dims.length)
        .mapToObj(axis -> dims[axis] == FREE ? names.get(axis) : String.valueOf(dims[axis]))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
