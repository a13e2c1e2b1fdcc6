package org.distill4j.jvm;

import java.util.function.BiFunction;

/** The loops of one product of an attention's tiles, of which the last ones are smaller. */
final class TiledProduct {
  private final AttentionSizes sizes;

  /** Those of whole tiles, of the last columns, of the last rows, and of both. */
  private final TeamLoops[] loops = new TeamLoops[4];

  /**
   * The loops of a product.
   *
   * @param multiplier makes them
   * @param sizes the sizes of the attention
   * @param product the product by the rows and columns of a tile
   */
  TiledProduct(
      HeapMultiplier multiplier,
      AttentionSizes sizes,
      BiFunction<Integer, Integer, ProductSizes> product) {
    this.sizes = sizes;
    for (int i = 0; i < loops.length; i++) {
      int height = i < 2 ? AttentionSizes.ROWS : sizes.length() % AttentionSizes.ROWS;
      int width = i % 2 == 0 ? AttentionSizes.COLUMNS : sizes.positions() % AttentionSizes.COLUMNS;
      loops[i] = new TeamLoops(multiplier, product.apply(height, width));
    }
  }

  /** Creates the missing ones; not while threads use them. */
  void require(int threads) {
    for (TeamLoops each : loops) {
      each.require(threads);
    }
  }

  /** Multiplies for the tile that begins with a row and a column. */
  void run(
      int thread,
      int row,
      int column,
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      float[] c,
      int cFrom) {
    boolean isLow = row + AttentionSizes.ROWS > sizes.length();
    boolean isNarrow = column + AttentionSizes.COLUMNS > sizes.positions();
    TeamLoops chosen = loops[(isLow ? 2 : 0) + (isNarrow ? 1 : 0)];
    chosen.of(thread).run(a, aFrom, b, bFrom, c, cFrom, 0, chosen.rows());
  }
}
