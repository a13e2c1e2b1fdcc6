package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Multiplies matrices where they lie on the Java heap, with the threads of a session. */
final class HeapMultiplier implements Multiplier {
  /** From this many multiplications on, threads help. */
  private static final long LARGE = 500_000;

  private final Supplier<ProductKernels> kernels;
  private final ThreadTeam team;

  /** Those of each thread, as loops of one share what they copy to. */
  private final List<ProductKernels> made = new ArrayList<>();

  /**
   * A multiplier.
   *
   * @param kernels makes loops for one thread
   * @param team the threads
   */
  HeapMultiplier(Supplier<ProductKernels> kernels, ThreadTeam team) {
    this.kernels = kernels;
    this.team = team;
  }

  @Override
  public void prepare() {
    // Nothing in the process depends on the session.
  }

  @Override
  public Runnable bind(Matrix a, Matrix b, Matrix result, Effect effect) {
    return new HeapProduct(this, a, b, result, effect);
  }

  /** The number of threads that some multiplications are worth. */
  int threadsFor(long multiplications) {
    return multiplications >= LARGE ? team.size() : 1;
  }

  /** Does work with one thread or with all. */
  void share(int threads, ThreadTeam.Work work) {
    if (threads == 1) {
      work.run(0, 1);
    } else {
      team.run(work);
    }
  }

  /** Makes the loop of one thread for a product. */
  ProductLoop loop(ProductSizes sizes, int thread) {
    while (made.size() <= thread) {
      made.add(kernels.get());
    }
    return made.get(thread).of(sizes);
  }
}
