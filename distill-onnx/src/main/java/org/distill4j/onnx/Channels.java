package org.distill4j.onnx;

import java.util.List;

/**
 * Which channel each element of a tensor in row-major order belongs to.
 *
 * @param count the number of channels
 * @param inner the number of elements next to each other that are of one channel
 */
record Channels(int count, int inner) {
  /** The channels along an axis. */
  static Channels of(List<Long> dims, int axis) {
    long inner = dims.stream().skip(axis + 1L).reduce(1L, Math::multiplyExact);
    return new Channels(Math.toIntExact(dims.get(axis)), Math.toIntExact(inner));
  }

  int of(int index) {
    return index / inner % count;
  }
}
