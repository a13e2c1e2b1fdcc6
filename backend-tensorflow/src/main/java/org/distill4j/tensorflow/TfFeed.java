package org.distill4j.tensorflow;

import java.nio.ByteBuffer;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.types.family.TType;

/** An input of a program and the memory that it is read from, written anew for each run. */
final class TfFeed implements AutoCloseable {
  private final Output<?> placeholder;
  private final TType tensor;
  private final ByteBuffer bytes;

  TfFeed(Output<?> placeholder, TensorSpec spec) {
    this.placeholder = placeholder;
    this.tensor = TfMemory.allocate(spec);
    this.bytes = TfMemory.bytes(tensor);
  }

  void give(HostTensor value, Session.Runner runner) {
    bytes.clear().put(value.bytes());
    runner.feed(placeholder, tensor);
  }

  void give(double[] values, Session.Runner runner) {
    bytes.clear();
    for (double value : values) {
      bytes.putFloat((float) value);
    }
    runner.feed(placeholder, tensor);
  }

  @Override
  public void close() {
    tensor.close();
  }
}
