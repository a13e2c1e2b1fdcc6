package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.jvm.Multiplier.Effect;

/**
 * One matrix product, or several of equal sizes. Each thread takes some of several, or some rows of
 * a single one, split where blocks of the loops begin, so that each element is computed as by one
 * thread.
 */
final class HeapProduct implements Runnable, Team.Work {
  /** From this many multiplications on, threads help. */
  private static final long LARGE = 500_000;

  private final HeapMultiplier multiplier;
  private final Matrix a;
  private final Matrix b;
  private final Matrix result;
  private final ProductSizes sizes;
  private final boolean large;

  /** Each thread's. */
  private final List<ProductLoop> loops = new ArrayList<>();

  private float[] left = {};
  private float[] right = {};
  private float[] target = {};

  HeapProduct(HeapMultiplier multiplier, Matrix a, Matrix b, Matrix result, Effect effect) {
    this.multiplier = multiplier;
    this.a = a;
    this.b = b;
    this.result = result;
    this.sizes = ProductSizes.of(a, b, effect);
    this.large = (long) result.batch() * sizes.rows() * sizes.inner() * sizes.columns() >= LARGE;
  }

  @Override
  public void run() {
    Memory memory = result.memory();
    left = a.memory().elements();
    right = b.memory().elements();
    target = sizes.effect() == Effect.ADD ? memory.floats() : memory.floatsToWrite();
    int threads = large ? multiplier.team().size() : 1;
    while (loops.size() < threads) {
      loops.add(multiplier.loop(sizes, loops.size()));
    }
    if (threads == 1) {
      run(0, 1);
    } else {
      multiplier.team().run(this);
    }
  }

  @Override
  public void run(int part, int parts) {
    ProductLoop loop = loops.get(part);
    if (result.batch() > 1) {
      int end = start(result.batch(), part + 1, parts);
      for (int i = start(result.batch(), part, parts); i < end; i++) {
        run(loop, i, 0, sizes.rows());
      }
      return;
    }
    int blocks = (sizes.rows() + ProductLoop.BLOCK - 1) / ProductLoop.BLOCK;
    int from = start(blocks, part, parts) * ProductLoop.BLOCK;
    int to = Math.min(sizes.rows(), start(blocks, part + 1, parts) * ProductLoop.BLOCK);
    if (from < to) {
      run(loop, 0, from, to);
    }
  }

  /** Where a part begins, of so many things. */
  private static int start(int count, int part, int parts) {
    return (int) ((long) count * part / parts);
  }

  /** Some rows of one of the products. */
  private void run(ProductLoop loop, int index, int from, int to) {
    loop.run(
        left,
        a.from() + a.memory().start() + index * a.rows() * a.columns() + from * sizes.rowStride(),
        right,
        b.from() + b.memory().start() + index * b.rows() * b.columns(),
        target,
        result.from() + (index * result.rows() + from) * result.columns(),
        to - from);
  }
}
