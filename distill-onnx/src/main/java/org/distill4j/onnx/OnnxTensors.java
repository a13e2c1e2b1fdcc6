package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** Values in ONNX's form: a type, lengths and little-endian bytes. */
final class OnnxTensors {
  private OnnxTensors() {}

  static TensorProto.DataType type(DType type) {
    return switch (type) {
      case FLOAT32 -> TensorProto.DataType.FLOAT;
      case INT32 -> TensorProto.DataType.INT32;
      case BOOL -> TensorProto.DataType.BOOL;
    };
  }

  static TensorProto of(String name, HostTensor value) {
    return of(name, type(value.type()), value.shape().toLongs(), value.bytes());
  }

  /** A list of 64-bit integers. */
  static TensorProto of(String name, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(bytes::putLong);
    return of(name, TensorProto.DataType.INT64, new long[] {values.length}, bytes.flip());
  }

  static TensorProto of(String name, TensorProto.DataType type, long[] dims, ByteBuffer bytes) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type.getNumber())
        .addAllDims(LongStream.of(dims).boxed().toList())
        .setRawData(ByteString.copyFrom(bytes))
        .build();
  }

  static Shape shape(TensorProto tensor) {
    return Shape.of(tensor.getDimsList().stream().mapToInt(Math::toIntExact).toArray());
  }

  static boolean isFloat(TensorProto tensor) {
    return tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber();
  }

  /** Returns the values of a float tensor, from either of the two fields that ONNX allows. */
  static float[] floats(TensorProto tensor) {
    if (tensor.hasRawData()) {
      ByteBuffer bytes = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      return values;
    }
    float[] values = new float[tensor.getFloatDataCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.getFloatData(i);
    }
    return values;
  }
}
