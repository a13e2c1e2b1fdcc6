package org.distill4j.core.data;

import java.nio.ByteBuffer;
import java.util.List;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * The rows of a tensor, split over several tensors where they are too many for one.
 *
 * @param blocks the tensors, each (rows, …); all but the last have as many rows as the first
 */
record RowBlocks(List<HostTensor> blocks) {
  RowBlocks {
    blocks = List.copyOf(blocks);
  }

  static RowBlocks of(HostTensor tensor) {
    return new RowBlocks(List.of(tensor));
  }

  private int rowsOfBlock() {
    return blocks.get(0).shape().dim(0);
  }

  int rows() {
    int last = blocks.size() - 1;
    return last * rowsOfBlock() + blocks.get(last).shape().dim(0);
  }

  TensorSpec perExample() {
    return blocks.get(0).spec().withoutBatch();
  }

  void requireFinite(String what) {
    for (int i = 0; i < blocks.size(); i++) {
      FiniteCheck.require(what, blocks.get(i), i * rowsOfBlock());
    }
  }

  /** Copies rows. */
  HostTensor pick(HostAllocator memory, String name, int... indices) {
    HostTensor to = memory.allocate(name, perExample().batched(indices.length));
    ByteBuffer target = to.bytes();
    int row = indices.length == 0 ? 0 : target.capacity() / indices.length;
    for (int i = 0; i < indices.length; i++) {
      ByteBuffer source = blocks.get(indices[i] / rowsOfBlock()).bytes();
      target.put(i * row, source, indices[i] % rowsOfBlock() * row, row);
    }
    return to;
  }

  /** Adds type, shape and values, which do not depend on the number of tensors. */
  void addTo(Fingerprint parts) {
    parts.add(perExample().batched(rows()).toString());
    parts.begin(perExample().shape().size() * rows() * Float.BYTES);
    blocks.forEach(block -> parts.more(block.bytes()));
  }
}
