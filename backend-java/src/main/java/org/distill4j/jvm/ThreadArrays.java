package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.List;

/** An array of one size for each thread, zero at first. */
final class ThreadArrays {
  private final int size;
  private final List<float[]> arrays = new ArrayList<>();

  ThreadArrays(int size) {
    this.size = size;
  }

  /** Creates the missing ones; not while threads use them. */
  void require(int threads) {
    while (arrays.size() < threads) {
      arrays.add(new float[size]);
    }
  }

  /** Returns the bytes of one. */
  long bytes() {
    return (long) size * Float.BYTES;
  }

  float[] of(int thread) {
    return arrays.get(thread);
  }
}
