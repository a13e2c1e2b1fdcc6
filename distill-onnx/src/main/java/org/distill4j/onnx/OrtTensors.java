package org.distill4j.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** Host tensors for ONNX Runtime and back. 64-bit integers are INT32 on the host. */
final class OrtTensors {
  private OrtTensors() {}

  /** The type on the host for a type of the file. */
  static DType hostType(String what, OnnxJavaType type) {
    return switch (type) {
      case FLOAT, DOUBLE -> DType.FLOAT32;
      case INT32, INT64 -> DType.INT32;
      default ->
          throw new IllegalArgumentException(
              what
                  + " is "
                  + type
                  + ", expected FLOAT, DOUBLE, INT32 or INT64.\n"
                  + "Maybe the model can be exported with another type, or another output chosen"
                  + " with OnnxOptions.withOutput.");
    };
  }

  /** A tensor of a file's type, to be closed. */
  static OnnxTensor of(OrtEnvironment environment, HostTensor value, OnnxJavaType type)
      throws OrtException {
    long[] shape = value.shape().toLongs();
    return switch (type) {
      case FLOAT -> OnnxTensor.createTensor(environment, value.floats(), shape);
      case INT32 -> OnnxTensor.createTensor(environment, value.ints(), shape);
      case DOUBLE -> OnnxTensor.createTensor(environment, doubles(value), shape);
      default -> OnnxTensor.createTensor(environment, longs(value), shape);
    };
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

  /** A copy of a result on the host. */
  static HostTensor toHost(OnnxTensor tensor) {
    Shape shape = Shape.ofLongs(tensor.getInfo().getShape());
    OnnxJavaType type = tensor.getInfo().type;
    HostTensor host = HostTensor.allocate(hostType("A result", type), shape);
    switch (type) {
      case FLOAT -> host.floats().put(tensor.getFloatBuffer());
      case INT32 -> host.ints().put(tensor.getIntBuffer());
      case DOUBLE -> copy(tensor.getDoubleBuffer(), host.floats());
      default -> copy(tensor.getLongBuffer(), host);
    }
    return host;
  }

  private static void copy(DoubleBuffer from, FloatBuffer to) {
    while (from.hasRemaining()) {
      to.put((float) from.get());
    }
  }

  private static void copy(LongBuffer from, HostTensor to) {
    for (int i = 0; i < to.size(); i++) {
      to.ints().put(i, Math.toIntExact(from.get(i)));
    }
  }
}
