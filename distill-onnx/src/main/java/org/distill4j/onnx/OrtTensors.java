package org.distill4j.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Half;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * Host tensors for ONNX Runtime and back. Floats of any length are FLOAT32 on the host, whole
 * numbers and booleans are INT32.
 */
final class OrtTensors {
  private OrtTensors() {}

  /** Returns the type on the host for a type of the file. */
  static DType hostType(String what, OnnxJavaType type) {
    return switch (type) {
      case FLOAT, FLOAT16, BFLOAT16, DOUBLE -> DType.FLOAT32;
      case INT8, UINT8, INT16, INT32, INT64, BOOL -> DType.INT32;
      default ->
          throw new IllegalArgumentException(
              what
                  + " is "
                  + type
                  + ", expected floats, whole numbers or booleans.\n"
                  + "Maybe the model can be exported with another type, or another output chosen"
                  + " with OnnxOptions.withOutput.");
    };
  }

  /** Returns a tensor of a file's type, to be closed. */
  static OnnxTensor of(OrtEnvironment environment, HostTensor value, OnnxJavaType type)
      throws OrtException {
    long[] shape = value.shape().toLongs();
    return switch (type) {
      case FLOAT -> OnnxTensor.createTensor(environment, value.floats(), shape);
      case INT32 -> OnnxTensor.createTensor(environment, value.ints(), shape);
      case DOUBLE -> OnnxTensor.createTensor(environment, doubles(value), shape);
      case INT64 -> OnnxTensor.createTensor(environment, longs(value), shape);
      default -> OnnxTensor.createTensor(environment, narrowed(value, type), shape, type);
    };
  }

  /** Returns the values in one or two bytes each. */
  private static ByteBuffer narrowed(HostTensor value, OnnxJavaType type) {
    ByteBuffer to = ByteBuffer.allocateDirect(value.size() * type.size);
    to.order(ByteOrder.nativeOrder());
    for (int i = 0; i < value.size(); i++) {
      switch (type) {
        case FLOAT16 -> to.putShort(Half.of(value.floats().get(i)));
        case BFLOAT16 -> to.putShort(upperHalf(value.floats().get(i)));
        case INT16 -> to.putShort((short) whole(value, i, Short.MIN_VALUE, Short.MAX_VALUE));
        case INT8 -> to.put((byte) whole(value, i, Byte.MIN_VALUE, Byte.MAX_VALUE));
        case UINT8 -> to.put((byte) whole(value, i, 0, 255));
        default -> to.put((byte) whole(value, i, 0, 1));
      }
    }
    return to.flip();
  }

  /** Returns the nearest bfloat16, and the even one of two equally near. */
  private static short upperHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int rounding = Float.isNaN(value) ? 0 : 0x7fff + ((bits >>> Short.SIZE) & 1);
    return (short) ((bits + rounding) >>> Short.SIZE);
  }

  private static int whole(HostTensor value, int place, int least, int most) {
    int whole = value.ints().get(place);
    if (whole < least || whole > most) {
      throw new IllegalArgumentException(
          "The input of an ONNX model is "
              + whole
              + ", expected "
              + least
              + " to "
              + most
              + " as the file's type holds.\nMaybe the data were scaled, or ids are those of"
              + " another table.");
    }
    return whole;
  }

  private static DoubleBuffer doubles(HostTensor value) {
    FloatBuffer from = value.floats();
    DoubleBuffer to = DoubleBuffer.allocate(value.size());
    while (from.hasRemaining()) {
      to.put(from.get());
    }
    return to.flip();
  }

  private static LongBuffer longs(HostTensor value) {
    return LongBuffer.wrap(Arrays.stream(value.toIntArray()).asLongStream().toArray());
  }

  /** Returns a copy of a result on the host. */
  static HostTensor toHost(OnnxTensor tensor) {
    Shape shape = Shape.ofLongs(tensor.getInfo().getShape());
    OnnxJavaType type = tensor.getInfo().type;
    HostTensor host = HostTensor.allocate(hostType("A result", type), shape);
    switch (type) {
      case FLOAT, FLOAT16, BFLOAT16 -> host.floats().put(tensor.getFloatBuffer());
      case INT32 -> host.ints().put(tensor.getIntBuffer());
      case DOUBLE -> copy(tensor.getDoubleBuffer(), host.floats());
      case INT16 -> copy(tensor.getShortBuffer(), host.ints());
      case INT8, UINT8, BOOL -> copy(tensor.getByteBuffer(), type, host.ints());
      default -> copy(tensor.getLongBuffer(), host);
    }
    return host;
  }

  private static void copy(DoubleBuffer from, FloatBuffer to) {
    while (from.hasRemaining()) {
      to.put((float) from.get());
    }
  }

  private static void copy(ShortBuffer from, IntBuffer to) {
    while (from.hasRemaining()) {
      to.put(from.get());
    }
  }

  private static void copy(ByteBuffer from, OnnxJavaType type, IntBuffer to) {
    while (from.hasRemaining()) {
      byte value = from.get();
      to.put(type == OnnxJavaType.INT8 ? value : value & 0xff);
    }
  }

  private static void copy(LongBuffer from, HostTensor to) {
    for (int i = 0; i < to.size(); i++) {
      long value = from.get(i);
      if (value != (int) value) {
        throw new IllegalArgumentException(
            "An ONNX model's result holds "
                + value
                + ", expected whole numbers of 32 bits.\n"
                + "Maybe choose other outputs with OnnxOptions.withOutput.");
      }
      to.ints().put(i, (int) value);
    }
  }
}
