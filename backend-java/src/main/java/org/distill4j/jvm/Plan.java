package org.distill4j.jvm;

import java.util.List;

/** Steps over arrays with fixed memory: running it again and again allocates nothing. */
final class Plan implements AutoCloseable {
  private final Runnable[] kernels;
  private final List<Memory> owned;

  Plan(List<Runnable> kernels, List<Memory> owned) {
    this.kernels = kernels.toArray(new Runnable[0]);
    this.owned = owned;
  }

  void run() {
    for (Runnable kernel : kernels) {
      kernel.run();
    }
  }

  /** Returns the bytes of the arrays that it owns. */
  long bytes() {
    return owned.stream().mapToLong(Memory::bytes).sum();
  }

  int size() {
    return kernels.length;
  }

  @Override
  public void close() {
    owned.forEach(Memory::close);
  }
}
