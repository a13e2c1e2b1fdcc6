package org.distill4j.jvm;

import org.distill4j.jvm.Multiplier.Effect;

/**
 * One matrix product, or several of equal sizes. Each thread takes some of several, or some rows of
 * a single one, split where blocks of the loops begin, so that each element is computed as by one
 * thread.
 */
final class HeapProduct implements Runnable, ThreadTeam.Work {
  private final HeapMultiplier multiplier;
  private final Matrix a;
  private final Matrix b;
  private final Matrix result;
  private final ProductSizes sizes;
  private final TeamLoops loops;

  private float[] left = Memory.NO_FLOATS;
  private float[] right = Memory.NO_FLOATS;
  private float[] target = Memory.NO_FLOATS;

  HeapProduct(HeapMultiplier multiplier, Matrix a, Matrix b, Matrix result, Effect effect) {
    this.multiplier = multiplier;
    this.a = a;
    this.b = b;
    this.result = result;
    this.sizes = ProductSizes.of(a, b, effect);
    this.loops = new TeamLoops(multiplier, sizes);
  }

  @Override
  public void run() {
    Memory memory = result.memory();
    left = a.memory().elements();
    right = b.memory().elements();
    target = sizes.effect() == Effect.ADD ? memory.floats() : memory.floatsToWrite();
    int threads = multiplier.threadsFor(result.batch() * sizes.work());
    loops.require(threads);
    multiplier.share(threads, this);
    left = Memory.NO_FLOATS;
    right = Memory.NO_FLOATS;
    target = Memory.NO_FLOATS;
  }

  @Override
  public void run(int part, int parts) {
    ProductLoop loop = loops.of(part);
    if (result.batch() > 1) {
      int end = ThreadTeam.start(result.batch(), part + 1, parts);
      for (int i = ThreadTeam.start(result.batch(), part, parts); i < end; i++) {
        run(loop, i, 0, sizes.rows());
      }
      return;
    }
    int from = ThreadTeam.blockStart(sizes.rows(), part, parts);
    int to = ThreadTeam.blockStart(sizes.rows(), part + 1, parts);
    if (from < to) {
      run(loop, 0, from, to);
    }
  }

  /** Some rows of one of the products. */
  private void run(ProductLoop loop, int index, int from, int to) {
    loop.run(
        left,
        a.from() + a.memory().start() + index * a.rows() * a.columns(),
        right,
        b.from() + b.memory().start() + index * b.rows() * b.columns(),
        target,
        result.from() + index * result.rows() * result.columns(),
        from,
        to);
  }
}
