package org.distill4j.tensorflow;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.types.family.TType;

/** Memory that an input of a program is read from, written anew for each run. */
final class TfBuffer implements AutoCloseable {
  private final TType tensor;
  private final ByteBuffer bytes;

  TfBuffer(TensorSpec spec) {
    this.tensor = TfMemory.allocate(spec);
    this.bytes = TfMemory.bytes(tensor);
  }

  TType holding(HostTensor value) {
    bytes.clear().put(value.bytes());
    return tensor;
  }

  TType holding(List<ToDoubleFunction<double[]>> numbers, double... given) {
    bytes.clear();
    for (ToDoubleFunction<double[]> number : numbers) {
      bytes.putFloat((float) number.applyAsDouble(given));
    }
    return tensor;
  }

  @Override
  public void close() {
    tensor.close();
  }
}
