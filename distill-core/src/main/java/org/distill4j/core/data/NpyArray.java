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
  /** {@return the file it was read from, for messages; empty for numbers that a program gives} */
  String source();

  /** {@return the lengths of the axes; empty for a single value} */
  Shape shape();

  /** {@return the same values with the axes after the first joined to one} */
  NpyArray flat();

  /** {@return the same values, whole numbers as float32; bytes stay bytes} */
  NpyArray floats();

  /**
   * Numbers that are too many for one tensor, with the examples on axis 0.
   *
   * @param source the file they were read from; empty for those that a program gives
   * @param blocks the examples in order, in tensors of as many each but for the last
   */
  record Blocks(String source, List<HostTensor> blocks) implements NpyArray {
    /** Takes a copy. */
    public Blocks {
      blocks = List.copyOf(blocks);
    }

    /**
     * Numbers that a program gives.
     *
     * @param blocks the examples in order, in tensors of as many each but for the last
     */
    public Blocks(List<HostTensor> blocks) {
      this("", blocks);
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
          source,
          blocks.stream()
              .map(block -> ((Numbers) change.apply(new Numbers(source, block))).values())
              .toList());
    }
  }

  /** The shape (examples, size of one). */
  private static Shape flatShape(NpyArray array) {
    Shape shape = array.shape();
    if (shape.rank() == 0) {
      throw new IllegalArgumentException(
          "The array "
              + array.source()
              + " is a single value, expected (examples, …).\nMaybe another array was meant.");
    }
    return Shape.of(shape.dim(0), Math.toIntExact(shape.size() / shape.dim(0)));
  }

  /**
   * Unsigned bytes (u1), which stay bytes.
   *
   * @param source the file they were read from; empty for those that a program gives
   * @param shape the lengths of the axes
   * @param values the bytes in row-major order; not a copy, leave them as they are
   */
  @SuppressWarnings("ArrayRecordComponent") // Gigabytes of pixels are not copied for neatness.
  record Bytes(String source, Shape shape, byte[] values) implements NpyArray {
    /**
     * Bytes that a program gives.
     *
     * @param shape the lengths of the axes
     * @param values the bytes in row-major order; not a copy, leave them as they are
     */
    public Bytes(Shape shape, byte... values) {
      this("", shape, values);
    }

    @Override
    public NpyArray flat() {
      return new Bytes(source, NpyArray.flatShape(this), values);
    }

    @Override
    public NpyArray floats() {
      return this;
    }
  }

  /**
   * Numbers: float32 of floats, int32 of whole numbers and booleans.
   *
   * @param source the file they were read from; empty for those that a program gives
   * @param values the numbers
   */
  record Numbers(String source, HostTensor values) implements NpyArray {
    /**
     * Numbers that a program gives.
     *
     * @param values the numbers
     */
    public Numbers(HostTensor values) {
      this("", values);
    }

    @Override
    public Shape shape() {
      return values.shape();
    }

    @Override
    public NpyArray flat() {
      return new Numbers(source, values.reshape(NpyArray.flatShape(this)));
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
      return new Numbers(source, floats);
    }
  }
}
