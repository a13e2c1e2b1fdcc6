package org.distill4j.core.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.distill4j.data.Batch;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;

/** The cached outputs of examples, found by their ids. */
interface CachedRows {
  RowLayout layout();

  /** Reads the cached outputs of an example into one example of each output's tensor. */
  void decode(long id, ByteBuffer[] values, int example);

  default Predictions read(HostAllocator memory, Batch batch) {
    HostTensor[] tensors = layout().allocate(memory, batch.size());
    ByteBuffer[] values = Arrays.stream(tensors).map(HostTensor::bytes).toArray(ByteBuffer[]::new);
    for (int i = 0; i < batch.size(); i++) {
      decode(batch.id(i), values, i);
    }
    return layout().named(tensors);
  }
}
