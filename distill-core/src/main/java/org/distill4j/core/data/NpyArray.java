package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** What a NumPy array file holds. */
public sealed interface NpyArray {
  /** {@return the lengths of the axes; empty for a single value} */
  Shape shape();

  /** {@return the same values with the axes after the first joined to one} */
  NpyArray flat();

  /** {@return the same values, whole numbers as float32; bytes stay bytes} */
  NpyArray floats();

  /**
   * Numbers that are too many for one tensor, with the examples on axis 0.
   *
   * @param blocks the examples in order, in tensors of as many each but for the last
   */
  record Blocks(List<HostTensor> blocks) implements NpyArray {
    /** Takes a copy. */
    public Blocks {
      blocks = List.copyOf(blocks);
    }

    @Override
    public Shape shape() {
      RowBlocks rows = new RowBlocks(blocks);
      return rows.perExample().shape().prepend(rows.rows());
    }

    @Override
    public NpyArray flat() {
      return changed(NpyArray::flat);
    }

    @Override
    public NpyArray floats() {
      return changed(NpyArray::floats);
    }

    private Blocks changed(UnaryOperator<NpyArray> change) {
      return new Blocks(
          blocks.stream()
              .map(block -> ((Numbers) change.apply(new Numbers(block))).values())
              .toList());
    }
  }

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

    @Override
    public NpyArray floats() {
      return this;
    }
  }

  /**
   * Numbers: float32 of floats, int32 of whole numbers and booleans.
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

    @Override
    public NpyArray floats() {
      if (values.type() == DType.FLOAT32) {
        return this;
      }
      HostTensor floats = HostTensor.allocate(DType.FLOAT32, values.shape());
      FloatBuffer to = floats.floats();
      for (IntBuffer from = values.ints(); from.hasRemaining(); ) {
        to.put(from.get());
      }
      return new Numbers(floats);
    }
  }
}
