package org.distill4j.onnx;

import java.util.Arrays;
import java.util.List;

/**
 * The channel of each element of a tensor in row-major order.
 *
 * @param count the number of channels
 * @param inner the number of elements next to each other that are of one channel
 */
record Channels(int count, int inner) {
  /** Returns the channels along an axis. */
  static Channels of(List<Long> dims, int axis) {
    int[] lengths = dims.stream().mapToInt(HostShapes::length).toArray();
    int inner = HostShapes.size(Arrays.copyOfRange(lengths, axis + 1, lengths.length));
    return new Channels(lengths[axis], inner);
  }

  int of(int index) {
    return index / inner % count;
  }
}
