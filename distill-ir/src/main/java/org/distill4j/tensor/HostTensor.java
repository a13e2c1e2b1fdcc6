package org.distill4j.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Values on the host: a shape and a direct little-endian buffer of float32 or int32 elements in
 * row-major order. It is what goes into a backend and what comes out; its memory is freed by the
 * garbage collector.
 *
 * <p>The buffer views share the values. Whoever allocated a tensor may fill it; once it has been
 * handed on, treat it as read-only.
 */
public final class HostTensor {
  private final TensorSpec spec;
  private final ByteBuffer bytes;

  private HostTensor(TensorSpec spec, ByteBuffer bytes) {
    this.spec = spec;
    this.bytes = bytes;
  }

  /**
   * Returns a tensor of zeros.
   *
   * @param spec its type, FLOAT32 or INT32, and shape
   * @return the tensor
   * @throws IllegalArgumentException if the type is BOOL or the values need more than 2 GiB
   */
  public static HostTensor allocate(TensorSpec spec) {
    return allocate(spec.type(), spec.shape());
  }

  /**
   * Returns a tensor of zeros.
   *
   * @param type FLOAT32 or INT32
   * @param shape its shape
   * @return the tensor
   * @throws IllegalArgumentException if the type is BOOL or the values need more than 2 GiB
   */
  public static HostTensor allocate(DType type, Shape shape) {
    if (type == DType.BOOL) {
      throw new IllegalArgumentException(
          "A host tensor of type BOOL was asked for, expected FLOAT32 or INT32.\n"
              + "Maybe cast the comparison to FLOAT32 first.");
    }
    if (shape.size() > Integer.MAX_VALUE / Integer.BYTES) {
      throw new IllegalArgumentException(
          "A host tensor of shape "
              + shape
              + " has "
              + shape.size()
              + " values of 4 bytes, expected at most 2 GiB.\nMaybe use smaller batches.");
    }
    int length = (int) shape.size() * Integer.BYTES;
    ByteBuffer bytes = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
    return new HostTensor(new TensorSpec(type, shape), bytes);
  }

  /**
   * Returns a float32 tensor with the given values.
   *
   * @param shape its shape
   * @param values the values in row-major order
   * @return the tensor
   * @throws IllegalArgumentException if the number of values is not the shape's size
   */
  public static HostTensor ofFloats(Shape shape, float... values) {
    requireCount(shape, values.length);
    HostTensor tensor = allocate(DType.FLOAT32, shape);
    tensor.floats().put(values);
    return tensor;
  }

  /**
   * Returns an int32 tensor with the given values.
   *
   * @param shape its shape
   * @param values the values in row-major order
   * @return the tensor
   * @throws IllegalArgumentException if the number of values is not the shape's size
   */
  public static HostTensor ofInts(Shape shape, int... values) {
    requireCount(shape, values.length);
    HostTensor tensor = allocate(DType.INT32, shape);
    tensor.ints().put(values);
    return tensor;
  }

  /**
   * Returns a tensor over existing memory, for example a mapped file. The memory is shared.
   *
   * @param spec type and shape
   * @param bytes the values, little-endian, from position to limit
   * @return the tensor
   * @throws IllegalArgumentException if the number of bytes is not four for each value
   */
  public static HostTensor wrap(TensorSpec spec, ByteBuffer bytes) {
    ByteBuffer values = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (values.capacity() != Integer.BYTES * spec.shape().size()) {
      throw new IllegalArgumentException(
          values.capacity()
              + " bytes were given for "
              + spec
              + ", expected "
              + Integer.BYTES * spec.shape().size()
              + ".\nMaybe the file was cut off.");
    }
    return new HostTensor(spec, values);
  }

  private static void requireCount(Shape shape, int count) {
    if (shape.size() != count) {
      throw new IllegalArgumentException(
          count
              + " values were given for shape "
              + shape
              + ", expected "
              + shape.size()
              + ".\nMaybe the batch axis is missing from the shape.");
    }
  }

  /** {@return the shape} */
  public Shape shape() {
    return spec.shape();
  }

  /** {@return the element type, FLOAT32 or INT32} */
  public DType type() {
    return spec.type();
  }

  /** {@return type and shape together} */
  public TensorSpec spec() {
    return spec;
  }

  /** {@return the number of elements} */
  public int size() {
    return bytes.capacity() / Integer.BYTES;
  }

  /** {@return a view of all elements as raw little-endian bytes} */
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns a view of all elements.
   *
   * @return the buffer, at position 0
   * @throws IllegalStateException if the elements are not FLOAT32
   */
  public FloatBuffer floats() {
    requireType(DType.FLOAT32);
    return bytes().asFloatBuffer();
  }

  /**
   * Returns a view of all elements.
   *
   * @return the buffer, at position 0
   * @throws IllegalStateException if the elements are not INT32
   */
  public IntBuffer ints() {
    requireType(DType.INT32);
    return bytes().asIntBuffer();
  }

  private void requireType(DType wanted) {
    if (type() != wanted) {
      throw new IllegalStateException(
          "A host tensor of type "
              + type()
              + " was read as "
              + wanted
              + ".\nMaybe use the other"
              + " buffer view.");
    }
  }

  /**
   * Returns the index of the first element that is NaN or infinite.
   *
   * @return its place in row-major order; empty if there is none, as always with INT32
   */
  public OptionalInt firstNonFinite() {
    return type() == DType.FLOAT32 && !isFinite() ? searchNonFinite() : OptionalInt.empty();
  }

  /**
   * A zero times anything finite is zero, so sums say whether all were, without branches; four of
   * them, so that one addition need not wait for the other.
   */
  private boolean isFinite() {
    FloatBuffer values = floats();
    int count = values.capacity();
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = 0;
    for (; i < count - 3; i += 4) {
      a += 0 * values.get(i);
      b += 0 * values.get(i + 1);
      c += 0 * values.get(i + 2);
      d += 0 * values.get(i + 3);
    }
    for (; i < count; i++) {
      a += 0 * values.get(i);
    }
    return !Float.isNaN(a + b + (c + d));
  }

  private OptionalInt searchNonFinite() {
    FloatBuffer values = floats();
    return IntStream.range(0, size()).filter(i -> !Float.isFinite(values.get(i))).findFirst();
  }

  /** {@return a fresh array of the float32 elements} */
  public float[] toFloatArray() {
    float[] values = new float[size()];
    floats().get(values);
    return values;
  }

  /** {@return a fresh array of the int32 elements} */
  public int[] toIntArray() {
    int[] values = new int[size()];
    ints().get(values);
    return values;
  }

  /** {@return a tensor with the same values in memory of its own} */
  public HostTensor copy() {
    HostTensor copy = allocate(type(), shape());
    copy.bytes().put(bytes());
    return copy;
  }

  /**
   * Returns the same values under another shape.
   *
   * @param shape the new shape, of the same size
   * @return a view that shares the values
   * @throws IllegalArgumentException if the sizes differ
   */
  public HostTensor reshape(Shape shape) {
    requireCount(shape, size());
    return new HostTensor(new TensorSpec(type(), shape), bytes);
  }

  /**
   * Returns some rows along axis 0.
   *
   * @param from the first row
   * @param to the row after the last
   * @return a view that shares the values
   * @throws IndexOutOfBoundsException if there are no such rows
   */
  public HostTensor rows(int from, int to) {
    if (from < 0 || to <= from || to > shape().dim(0)) {
      throw new IndexOutOfBoundsException(
          "Rows ["
              + from
              + ", "
              + to
              + ") were asked of shape "
              + shape()
              + ", expected a non-empty range inside it.\n"
              + "Maybe the batch is smaller than thought.");
    }
    int row = bytes.capacity() / shape().dim(0);
    ByteBuffer slice = bytes().slice(from * row, (to - from) * row).order(ByteOrder.LITTLE_ENDIAN);
    return new HostTensor(new TensorSpec(type(), shape().with(0, to - from)), slice);
  }

  /** Compares type, shape and bits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HostTensor that
        && spec.equals(that.spec)
        && bytes().equals(that.bytes());
  }

  @Override
  public int hashCode() {
    return 31 * spec.hashCode() + bytes().hashCode();
  }

  @Override
  public String toString() {
    String values =
        type() == DType.FLOAT32
            ? Arrays.toString(Arrays.copyOf(toFloatArray(), Math.min(size(), 8)))
            : Arrays.toString(Arrays.copyOf(toIntArray(), Math.min(size(), 8)));
    return spec + values + (size() > 8 ? "…" : "");
  }
}
