package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.List;

/** The loop of one product for each thread. */
final class TeamLoops {
  private final HeapMultiplier multiplier;
  private final ProductSizes sizes;
  private final List<ProductLoop> loops = new ArrayList<>();

  TeamLoops(HeapMultiplier multiplier, ProductSizes sizes) {
    this.multiplier = multiplier;
    this.sizes = sizes;
  }

  /** Creates the missing ones; not while threads use them. */
  void require(int threads) {
    while (loops.size() < threads) {
      loops.add(multiplier.loop(sizes, loops.size()));
    }
  }

  /** Returns the rows of the result. */
  int rows() {
    return sizes.rows();
  }

  ProductLoop of(int thread) {
    return loops.get(thread);
  }
}
