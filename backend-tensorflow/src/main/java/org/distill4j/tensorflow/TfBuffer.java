package org.distill4j.tensorflow;

import java.nio.ByteBuffer;
import java.util.List;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.types.family.TType;

/** The memory of a placeholder of a program, written anew for each run. */
final class TfBuffer implements AutoCloseable {
  private final Output<?> placeholder;
  private final Content content;
  private final TType tensor;
  private final ByteBuffer bytes;

  /** Writes the values of a run. */
  @FunctionalInterface
  interface Content {
    void write(ByteBuffer bytes, List<HostTensor> feeds, double... scalars);
  }

  TfBuffer(Output<?> placeholder, TensorSpec spec, Content content) {
    this.placeholder = placeholder;
    this.content = content;
    this.tensor = TfMemory.allocate(spec);
    this.bytes = TfMemory.bytes(tensor);
  }

  void feed(Session.Runner runner, List<HostTensor> feeds, double... scalars) {
    content.write(bytes.clear(), feeds, scalars);
    runner.feed(placeholder, tensor);
  }

  @Override
  public void close() {
    tensor.close();
  }
}
