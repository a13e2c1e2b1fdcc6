package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Half;

/** The elements of a file's tensors, of any type of numbers. */
final class OnnxElements {
  private OnnxElements() {}

  /**
   * Returns the type that stands for one of ONNX's; float16 and float64 are float32, all ints
   * INT32.
   */
  static Optional<DType> recorded(DataType type) {
    return switch (type) {
      case FLOAT, FLOAT16, BFLOAT16, DOUBLE -> Optional.of(DType.FLOAT32);
      case INT64, INT32, INT16, INT8, UINT8, UINT16 -> Optional.of(DType.INT32);
      case BOOL -> Optional.of(DType.BOOL);
      default -> Optional.empty();
    };
  }

  static DataType type(TensorProto tensor) {
    DataType type = DataType.forNumber(tensor.getDataType());
    return type == null ? DataType.UNDEFINED : type;
  }

  static int[] dims(TensorProto tensor) {
    return tensor.getDimsList().stream().mapToInt(HostShapes::length).toArray();
  }

  /** Returns the error in the lengths of a tensor, or in the number of its elements. */
  static Optional<String> complaint(TensorProto tensor) {
    List<Long> dims = tensor.getDimsList();
    long size = 1;
    for (long dim : dims) {
      boolean small = dim >= 0 && dim <= Integer.MAX_VALUE;
      size = small ? Math.min(size * dim, Integer.MAX_VALUE + 1L) : Integer.MAX_VALUE + 1L;
    }
    if (size > Integer.MAX_VALUE) {
      return Optional.of("lengths " + dims + ", which are no tensor's");
    }
    long given = given(tensor);
    return given == size || recorded(type(tensor)).isEmpty()
        ? Optional.empty()
        : Optional.of("lengths " + dims + " and " + given + " values");
  }

  private static long given(TensorProto tensor) {
    if (tensor.hasRawData()) {
      int bytes = bytes(type(tensor));
      return tensor.getRawData().size() % bytes == 0 ? tensor.getRawData().size() / bytes : -1;
    }
    return switch (type(tensor)) {
      case FLOAT -> tensor.getFloatDataCount();
      case DOUBLE -> tensor.getDoubleDataCount();
      case INT64 -> tensor.getInt64DataCount();
      default -> tensor.getInt32DataCount();
    };
  }

  private static int bytes(DataType type) {
    return switch (type) {
      case DOUBLE, INT64 -> Long.BYTES;
      case FLOAT, INT32 -> Integer.BYTES;
      case FLOAT16, BFLOAT16, INT16, UINT16 -> Short.BYTES;
      default -> 1;
    };
  }

  static HostValue host(TensorProto tensor) {
    int[] dims = dims(tensor);
    double[] values = new double[HostShapes.size(dims)];
    IntToDoubleFunction element = element(tensor);
    for (int i = 0; i < values.length; i++) {
      values[i] = element.applyAsDouble(i);
    }
    return HostValue.of(recorded(type(tensor)).orElseThrow(), dims, values);
  }

  static float[] floats(TensorProto tensor) {
    float[] values = new float[HostShapes.size(dims(tensor))];
    IntToDoubleFunction element = element(tensor);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) element.applyAsDouble(i);
    }
    return values;
  }

  private static IntToDoubleFunction element(TensorProto tensor) {
    return tensor.hasRawData() ? raw(tensor) : typed(tensor);
  }

  private static IntToDoubleFunction raw(TensorProto tensor) {
    ByteBuffer bytes = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return switch (type(tensor)) {
      case FLOAT -> i -> bytes.getFloat(4 * i);
      case DOUBLE -> i -> bytes.getDouble(8 * i);
      case FLOAT16 -> i -> Half.toFloat(bytes.getShort(2 * i));
      case BFLOAT16 -> i -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
      case INT64 -> i -> bytes.getLong(8 * i);
      case INT32 -> i -> bytes.getInt(4 * i);
      case INT16 -> i -> bytes.getShort(2 * i);
      case UINT16 -> i -> Short.toUnsignedInt(bytes.getShort(2 * i));
      case UINT8 -> i -> Byte.toUnsignedInt(bytes.get(i));
      default -> bytes::get;
    };
  }

  private static IntToDoubleFunction typed(TensorProto tensor) {
    return switch (type(tensor)) {
      case FLOAT -> tensor::getFloatData;
      case DOUBLE -> tensor::getDoubleData;
      case FLOAT16 -> i -> Half.toFloat((short) tensor.getInt32Data(i));
      case BFLOAT16 -> i -> Float.intBitsToFloat(tensor.getInt32Data(i) << 16);
      case INT64 -> tensor::getInt64Data;
      default -> tensor::getInt32Data;
    };
  }
}
