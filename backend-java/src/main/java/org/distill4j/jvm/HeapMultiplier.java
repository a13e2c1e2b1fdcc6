package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Multiplies matrices where they lie on the Java heap, with the threads of a session. */
final class HeapMultiplier implements Multiplier {
  private final Supplier<ProductKernels> kernels;
  private final Team team;

  /** Those of each thread, as loops of one share what they copy to. */
  private final List<ProductKernels> made = new ArrayList<>();

  /**
   * A multiplier.
   *
   * @param kernels makes loops for one thread
   * @param team the threads
   */
  HeapMultiplier(Supplier<ProductKernels> kernels, Team team) {
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

  Team team() {
    return team;
  }

  /** Makes the loop of one thread for a product. */
  ProductLoop loop(ProductSizes sizes, int thread) {
    while (made.size() <= thread) {
      made.add(kernels.get());
    }
    return made.get(thread).of(sizes);
  }
}
