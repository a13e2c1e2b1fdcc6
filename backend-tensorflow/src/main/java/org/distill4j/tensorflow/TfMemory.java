package org.distill4j.tensorflow;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Copies between host tensors and TensorFlow's memory. */
final class TfMemory {
  private static final DataStorageVisitor<ByteBuffer> VIEW =
      new DataStorageVisitor<>() {
        @Override
        public ByteBuffer visit(long address, long length, long scale) {
          return new Region(address, length * scale).asByteBuffer();
        }

        @Override
        public ByteBuffer fallback() {
          throw new IllegalStateException(
              "TensorFlow keeps a tensor outside of native memory, expected it inside.\n"
                  + "Maybe another version of TensorFlow Java is on the classpath.");
        }
      };

  private TfMemory() {}

  static TType allocate(TensorSpec spec) {
    Class<? extends TType> type = spec.type() == DType.INT32 ? TInt32.class : TFloat32.class;
    return Tensor.of(type, shape(spec.shape()));
  }

  static TType copyOf(HostTensor host) {
    TType tensor = allocate(host.spec());
    bytes(tensor).put(host.bytes());
    return tensor;
  }

  /** Returns a copy of a FLOAT32 or INT32 tensor, of its own shape. */
  static HostTensor toHost(Tensor tensor) {
    DType type = tensor.dataType() == DataType.DT_INT32 ? DType.INT32 : DType.FLOAT32;
    org.distill4j.tensor.Shape shape = org.distill4j.tensor.Shape.ofLongs(tensor.shape().asArray());
    return toHost(tensor, new TensorSpec(type, shape));
  }

  static HostTensor toHost(Tensor tensor, TensorSpec spec) {
    HostTensor host = HostTensor.allocate(spec.type(), spec.shape());
    host.bytes().put(bytes(tensor));
    return host;
  }

  /** Returns a view of a tensor's memory, for as long as the tensor is open. */
  static ByteBuffer bytes(Tensor tensor) {
    return tensor.asRawTensor().data().accept(VIEW);
  }

  static Shape shape(org.distill4j.tensor.Shape shape) {
    return Shape.of(shape.toLongs());
  }

  /** Returns the shape of a batch, with unknown lengths of the batch and of free axes. */
  static Shape batchShape(org.distill4j.tensor.Shape example) {
    long[] dims = new long[example.rank() + 1];
    dims[0] = Shape.UNKNOWN_SIZE;
    for (int axis = 0; axis < example.rank(); axis++) {
      boolean free = example.freeAxis(axis).isPresent();
      dims[axis + 1] = free ? Shape.UNKNOWN_SIZE : example.dim(axis);
    }
    return Shape.of(dims);
  }

  static org.distill4j.tensor.Shape shape(Output<?> output) {
    return org.distill4j.tensor.Shape.ofLongs(output.shape().asArray());
  }

  static DataType type(DType type) {
    return switch (type) {
      case FLOAT32 -> DataType.DT_FLOAT;
      case INT32 -> DataType.DT_INT32;
      case BOOL -> DataType.DT_BOOL;
    };
  }

  /** Memory that someone else owns. */
  private static final class Region extends BytePointer {
    Region(long address, long bytes) {
      this.address = address;
      this.limit = bytes;
      this.capacity = bytes;
    }
  }
}
