package org.distill4j.data;

import java.util.HashMap;
import java.util.Map;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * Allocates the memory for the tensors of a batch. A training reads thousands of batches and hands
 * the same memory out again and again.
 */
@FunctionalInterface
public interface HostAllocator {
  /**
   * Allocates memory for one tensor of a batch. What is in it is undefined.
   *
   * @param name what the tensor is, unique within the batch
   * @param spec its type and full shape
   * @return the tensor
   */
  HostTensor allocate(String name, TensorSpec spec);

  /** {@return an allocator whose tensors are new each time} */
  static HostAllocator fresh() {
    return (name, spec) -> HostTensor.allocate(spec.type(), spec.shape());
  }

  /**
   * Returns an allocator that hands out the same tensor again for the same name and specification.
   * What it gave for the batch before must no longer be in use. For one thread.
   *
   * @return the allocator
   */
  static HostAllocator recycling() {
    record Key(String name, TensorSpec spec) {}
    Map<Key, HostTensor> tensors = new HashMap<>();
    return (name, spec) ->
        tensors.computeIfAbsent(
            new Key(name, spec), key -> HostTensor.allocate(spec.type(), spec.shape()));
  }
}
