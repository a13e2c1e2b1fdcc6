package org.distill4j.djl;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** An array on the host that scripts and Java share, so that a run needs no objects of its own. */
final class HostArray implements AutoCloseable {
  private final NDArray array;
  private final TensorSpec spec;
  private final ByteBuffer bytes;

  HostArray(NDArray array, TensorSpec spec) {
    this.array = array;
    this.spec = spec;
    this.bytes = array.toByteBuffer(true);
  }

  NDArray array() {
    return array;
  }

  void set(HostTensor value) {
    bytes.put(0, value.bytes(), 0, bytes.capacity());
  }

  HostTensor copy() {
    HostTensor copy = HostTensor.allocate(spec.type(), spec.shape());
    copy.bytes().put(0, bytes, 0, bytes.capacity());
    return copy;
  }

  @Override
  public void close() {
    array.close();
  }
}
