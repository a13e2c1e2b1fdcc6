package org.distill4j.benchmarks.tensorflow;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** TensorFlow as it is set up for all programs: one thread for each operation and for all. */
final class TensorFlowSetup {
  private TensorFlowSetup() {}

  static ConfigProto config() {
    return config(1);
  }

  /** One thread for each operation; with −1 the thread that asks for a run starts them. */
  private static ConfigProto config(int starters) {
    // Without this JavaCPP reads the process's memory use from the kernel at every allocation.
    System.getProperties().putIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(starters)
        .build();
  }

  static Session open(Graph graph, int starters) {
    return new Session(graph, config(starters));
  }

  static Shape shape(HostTensor value) {
    return Shape.of(value.shape().toLongs());
  }

  static Tensor tensor(HostTensor value) {
    Tensor tensor =
        value.type() == DType.INT32
            ? TInt32.tensorOf(shape(value))
            : TFloat32.tensorOf(shape(value));
    bytes(tensor).put(value.bytes());
    return tensor;
  }

  static TFloat32 floats(HostTensor value) {
    return (TFloat32) tensor(value);
  }

  /** The memory of a tensor, to be written directly. */
  static ByteBuffer bytes(Tensor tensor) {
    return tensor
        .asRawTensor()
        .data()
        .accept(
            new DataStorageVisitor<ByteBuffer>() {
              @Override
              public ByteBuffer visit(long address, long length, long scale) {
                return new Region(address, length * scale).asByteBuffer();
              }

              @Override
              public ByteBuffer fallback() {
                throw new IllegalStateException("A tensor is outside of native memory");
              }
            });
  }

  private static final class Region extends BytePointer {
    Region(long address, long bytes) {
      this.address = address;
      this.limit = bytes;
      this.capacity = bytes;
    }
  }
}
