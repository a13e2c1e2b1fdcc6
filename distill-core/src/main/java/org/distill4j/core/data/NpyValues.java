package org.distill4j.core.data;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/**
 * The values of a NumPy array as bytes, float32 or int32, row by row.
 *
 * @param refusal tells what does not fit
 * @param header the type, shape and order of the file
 */
record NpyValues(NpyReader.Refusal refusal, NpyHeader header) {
  NpyArray array(ByteBuffer values) {
    NpyType type = header.type();
    ByteBuffer rows = header.order() == NpyHeader.Order.ROWS ? values : rows(values);
    return type.isByte()
        ? new NpyArray.Bytes(refusal.name(), header.shape(), bytes(rows))
        : new NpyArray.Numbers(refusal.name(), numbers(rows));
  }

  /** Returns values that lie row by row. */
  HostTensor numbers(ByteBuffer rows) {
    return header.type().kind() == NpyType.Kind.FLOAT ? floats(rows) : wholes(rows);
  }

  private static byte[] bytes(ByteBuffer values) {
    byte[] bytes = new byte[values.capacity()];
    values.get(0, bytes);
    return bytes;
  }

  /** Returns the values with the last axis varying fastest. */
  private ByteBuffer rows(ByteBuffer columns) {
    int[] dims = header.shape().dims();
    int bytes = header.type().bytes();
    ByteBuffer rows = ByteBuffer.allocate(columns.capacity()).order(columns.order());
    int[] at = new int[dims.length];
    for (int to = 0; to < rows.capacity(); to += bytes) {
      int from = 0;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        from = from * dims[axis] + at[axis];
      }
      rows.put(to, columns, from * bytes, bytes);
      for (int axis = dims.length - 1; axis >= 0 && ++at[axis] == dims[axis]; axis--) {
        at[axis] = 0;
      }
    }
    return rows;
  }

  private HostTensor floats(ByteBuffer bytes) {
    HostTensor tensor = HostTensor.allocate(DType.FLOAT32, header.shape());
    FloatBuffer values = tensor.floats();
    while (bytes.hasRemaining()) {
      values.put(header.type().readFloat(bytes));
    }
    return tensor;
  }

  private HostTensor wholes(ByteBuffer bytes) {
    HostTensor tensor = HostTensor.allocate(DType.INT32, header.shape());
    IntBuffer values = tensor.ints();
    boolean unsigned = header.type().kind() == NpyType.Kind.UNSIGNED;
    while (bytes.hasRemaining()) {
      long value = header.type().readWhole(bytes);
      if (value != (int) value || (unsigned && value < 0)) {
        throw refusal.of(
            "holds " + (unsigned ? Long.toUnsignedString(value) : value),
            "numbers that fit 32 bits",
            "the array is no labels; save array.astype('float32')");
      }
      values.put((int) value);
    }
    return tensor;
  }
}
