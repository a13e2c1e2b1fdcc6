package org.distill4j.tensorflow;

import java.nio.ByteBuffer;
import java.util.List;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.types.family.TType;

/** Memory that a placeholder of a program is fed from, written anew for each run. */
final class TfBuffer implements AutoCloseable {
  private final Source source;
  private final TType tensor;
  private final ByteBuffer bytes;

  /** Writes what a run is given. */
  @FunctionalInterface
  interface Content {
    void write(ByteBuffer bytes, List<HostTensor> feeds, double... scalars);
  }

  /** What a placeholder is fed with. */
  record Source(String placeholder, TensorSpec spec, Content content) {}

  TfBuffer(Source source) {
    this.source = source;
    this.tensor = TfMemory.allocate(source.spec());
    this.bytes = TfMemory.bytes(tensor);
  }

  String placeholder() {
    return source.placeholder();
  }

  TType holding(List<HostTensor> feeds, double... scalars) {
    source.content().write(bytes.clear(), feeds, scalars);
    return tensor;
  }

  @Override
  public void close() {
    tensor.close();
  }
}
