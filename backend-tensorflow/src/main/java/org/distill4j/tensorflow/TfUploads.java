package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.HostTensor;
import org.tensorflow.types.family.TType;

/** Host tensors in TensorFlow's memory for the length of a call. */
final class TfUploads implements AutoCloseable {
  private final List<TType> tensors = new ArrayList<>();

  TType copyOf(HostTensor host) {
    TType tensor = TfMemory.copyOf(host);
    tensors.add(tensor);
    return tensor;
  }

  @Override
  public void close() {
    tensors.forEach(TType::close);
  }
}
