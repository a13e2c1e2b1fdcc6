package org.distill4j.jvm;

import java.util.function.Supplier;

/**
 * What computes for plans.
 *
 * @param multiplier what multiplies matrices
 * @param team the threads that share work
 * @param rows the loops over rows
 */
record PlanEngine(Multiplier multiplier, ThreadTeam team, RowLoops rows) {
  /** From this many elements on, threads help. */
  private static final long LARGE = 50_000;

  /** An engine that multiplies on the Java heap, with kernels of a kind for each thread. */
  static PlanEngine of(Supplier<ProductKernels> kernels, int threads) {
    ThreadTeam team = new ThreadTeam();
    team.resize(threads);
    return new PlanEngine(new HeapMultiplier(kernels, team), team, kernels.get().rows());
  }

  /**
   * Does work with the threads that its size is worth.
   *
   * @param elements the elements that are read and written
   * @param work parts of it write different elements, each as any other number of parts would
   */
  void share(long elements, ThreadTeam.Work work) {
    if (elements >= LARGE) {
      team.run(work);
    } else {
      work.run(0, 1);
    }
  }
}
