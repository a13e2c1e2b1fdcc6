package org.distill4j.core.data;

import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** What a NumPy array file holds. */
public sealed interface NpyArray {
  /** {@return the lengths of the axes; empty for a single value} */
  Shape shape();

  /** {@return the same values with the axes after the first joined to one} */
  NpyArray flat();

  /** The shape (examples, size of one). */
  private static Shape flat(Shape shape) {
    return Shape.of(shape.dim(0), Math.toIntExact(shape.size() / shape.dim(0)));
  }

  /**
   * Unsigned bytes (u1), which stay bytes.
   *
   * @param shape the lengths of the axes
   * @param values the bytes in row-major order; not a copy, leave them as they are
   */
  @SuppressWarnings("ArrayRecordComponent") // Gigabytes of pixels are not copied for neatness.
  record Bytes(Shape shape, byte[] values) implements NpyArray {
    @Override
    public NpyArray flat() {
      return new Bytes(NpyArray.flat(shape), values);
    }
  }

  /**
   * Numbers: float32 of f4 and f8, int32 of i4 and i8.
   *
   * @param values the numbers
   */
  record Numbers(HostTensor values) implements NpyArray {
    @Override
    public Shape shape() {
      return values.shape();
    }

    @Override
    public NpyArray flat() {
      return new Numbers(values.reshape(NpyArray.flat(values.shape())));
    }
  }
}
