package org.distill4j.student;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.distill4j.tensor.Half;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** The representation of an array's numbers in a student file. */
public enum StoredType {
  /** 4 bytes for each number, unchanged. */
  FLOAT32 {
    @Override
    long bytes(Shape shape) {
      return Math.multiplyExact(shape.size(), Float.BYTES);
    }

    @Override
    void encode(Shape shape, FloatBuffer values, ByteBuffer to) {
      to.asFloatBuffer().put(values);
    }

    @Override
    void decode(Shape shape, ByteBuffer from, FloatBuffer values) {
      values.put(from.asFloatBuffer());
    }
  },
  /** 2 bytes for each number, the nearest of IEEE 754's half precision, of 11 significant bits. */
  FLOAT16 {
    @Override
    long bytes(Shape shape) {
      return Math.multiplyExact(shape.size(), Short.BYTES);
    }

    @Override
    void encode(Shape shape, FloatBuffer values, ByteBuffer to) {
      while (values.hasRemaining()) {
        to.putShort(Half.of(values.get()));
      }
    }

    @Override
    void decode(Shape shape, ByteBuffer from, FloatBuffer values) {
      while (values.hasRemaining()) {
        values.put(Half.toFloat(from.getShort()));
      }
    }
  },
  /**
   * A byte for each number, in units of the row's own scale: its largest magnitude / 127. Rows are
   * along axis 0, and their scales, 4 bytes each, come first. No number is off by more than half a
   * unit.
   */
  INT8_ROWS {
    @Override
    long bytes(Shape shape) {
      return Math.addExact(shape.size(), Math.multiplyExact((long) Float.BYTES, rows(shape)));
    }

    @Override
    void encode(Shape shape, FloatBuffer values, ByteBuffer to) {
      int width = values.remaining() / rows(shape);
      float[] row = new float[width];
      ByteBuffer scales = to.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      to.position(Float.BYTES * rows(shape));
      while (values.hasRemaining()) {
        values.get(row);
        float largest = 0;
        for (float value : row) {
          largest = Math.max(largest, Math.abs(value));
        }
        float scale = largest / Byte.MAX_VALUE;
        scales.putFloat(scale);
        for (float value : row) {
          to.put((byte) (scale == 0 ? 0 : Math.round(value / scale)));
        }
      }
    }

    @Override
    void decode(Shape shape, ByteBuffer from, FloatBuffer values) {
      int width = values.remaining() / rows(shape);
      ByteBuffer scales = from.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      from.position(Float.BYTES * rows(shape));
      while (values.hasRemaining()) {
        float scale = scales.getFloat();
        for (int i = 0; i < width; i++) {
          values.put(from.get() * scale);
        }
      }
    }
  };

  private static int rows(Shape shape) {
    return shape.rank() == 0 ? 1 : shape.dim(0);
  }

  /** Returns the length of an array. */
  abstract long bytes(Shape shape);

  abstract void encode(Shape shape, FloatBuffer values, ByteBuffer to);

  abstract void decode(Shape shape, ByteBuffer from, FloatBuffer values);

  /** Returns the numbers of an array as bytes. */
  ByteBuffer encode(HostTensor array) {
    int length = Math.toIntExact(bytes(array.shape()));
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    encode(array.shape(), array.floats(), bytes);
    return bytes.rewind();
  }

  /** Returns the numbers in bytes, as many as {@link #bytes} gives. */
  HostTensor decode(Shape shape, ByteBuffer bytes) {
    TensorSpec spec = TensorSpec.floats(shape.dims());
    if (this == FLOAT32) {
      return HostTensor.wrap(spec, bytes);
    }
    int length = Math.toIntExact(Math.multiplyExact(shape.size(), Float.BYTES));
    ByteBuffer values = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    decode(shape, bytes, values.asFloatBuffer());
    return HostTensor.wrap(spec, values);
  }
}
