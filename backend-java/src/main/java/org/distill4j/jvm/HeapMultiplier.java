package org.distill4j.jvm;

/** Multiplies matrices where they lie on the Java heap. */
final class HeapMultiplier implements Multiplier {
  private final ProductKernels kernels;

  /**
   * A multiplier.
   *
   * @param kernels makes the loops, and is nobody else's
   */
  HeapMultiplier(ProductKernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public void prepare() {
    // Nothing in the process depends on the session.
  }

  @Override
  public Runnable bind(Matrix a, Matrix b, Matrix result, Effect effect) {
    ProductLoop loop = kernels.of(ProductSizes.of(a, b, effect));
    return () -> run(loop, a, b, result, effect);
  }

  private static void run(ProductLoop loop, Matrix a, Matrix b, Matrix result, Effect effect) {
    Memory memory = result.memory();
    float[] left = a.memory().elements();
    float[] right = b.memory().elements();
    float[] c = effect == Effect.ADD ? memory.floats() : memory.floatsToWrite();
    int leftFrom = a.from() + a.memory().start();
    int rightFrom = b.from() + b.memory().start();
    for (int i = 0; i < result.batch(); i++) {
      loop.run(
          left,
          leftFrom + i * a.rows() * a.columns(),
          right,
          rightFrom + i * b.rows() * b.columns(),
          c,
          result.from() + i * result.rows() * result.columns());
    }
  }
}
