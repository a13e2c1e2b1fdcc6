package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.HostTensor;
import org.tensorflow.types.family.TType;

/** Host tensors in TensorFlow's memory for the duration of a call. */
final class TfUploads implements AutoCloseable {
  private final List<TType> tensors = new ArrayList<>();

  TType copyOf(HostTensor host) {
    TType tensor = TfMemory.copyOf(host);
    tensors.add(tensor);
    return tensor;
  }

  Map<String, TType> copiesOf(Map<String, HostTensor> hosts) {
    Map<String, TType> copies = new LinkedHashMap<>();
    hosts.forEach((name, host) -> copies.put(name, copyOf(host)));
    return copies;
  }

  @Override
  public void close() {
    tensors.forEach(TType::close);
  }
}
