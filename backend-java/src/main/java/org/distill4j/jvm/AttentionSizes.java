package org.distill4j.jvm;

import org.distill4j.jvm.Multiplier.Effect;
import org.distill4j.tensor.Composite;

/**
 * The sizes of an attention, which is computed tile by tile: some rows of the query meet some
 * positions of the key and the value.
 *
 * @param heads the heads of all examples
 * @param length the rows of the query of each head
 * @param positions the rows of key and value of each head
 * @param width the columns of query and key
 * @param outputs the columns of value and output
 * @param scale the factor of the scores
 * @param causal whether a row attends to no later position
 */
record AttentionSizes(
    int heads, int length, int positions, int width, int outputs, float scale, boolean causal) {
  /** The rows of a tile, as many as blocks of products fill. */
  static final int ROWS = 96;

  /** The positions of a tile. */
  static final int COLUMNS = 256;

  /** From so many scores of a head on, tiles are faster, as they leave out what is masked. */
  private static final long LARGE_CAUSAL = 128 * 128;

  /** From so many scores of a head on, tiles are no slower, and save the memory of the scores. */
  private static final long LARGE = 1024 * 1024;

  /** Keeps the rows of a transposed matrix in different sets of the processor's cache. */
  private static final int GAP = 16;

  static AttentionSizes of(Composite composite, Value query, Value key, Value value) {
    int length = query.shape().dim(-2);
    int width = query.shape().dim(-1);
    return new AttentionSizes(
        query.size() / length / width,
        length,
        key.shape().dim(-2),
        width,
        value.shape().dim(-1),
        (float) composite.number("scale"),
        composite.number("causal") != 0);
  }

  /** Returns whether tiles are worth it. */
  boolean isLarge() {
    return (long) length * positions >= (causal ? LARGE_CAUSAL : LARGE);
  }

  /** Returns the multiplications of one product of scores. */
  long work() {
    return (long) heads * length * positions * width;
  }

  /** Returns the number of rows of the tile that begins with a row. */
  int height(int row) {
    return Math.min(ROWS, length - row);
  }

  /** Returns the positions that some row of a tile of rows attends to. */
  int end(int row) {
    return causal ? Math.min(positions, row + height(row)) : positions;
  }

  /** Returns how many positions of a tile a row attends to. */
  int attended(int row, int column) {
    int all = Math.min(COLUMNS, positions - column);
    return causal ? Math.max(0, Math.min(all, row + 1 - column)) : all;
  }

  /** Returns the distance of rows in a transposed key or value. */
  int distance() {
    return positions + GAP;
  }

  /** Returns the products of a tile's rows and a transposed matrix. */
  TiledProduct withTransposed(HeapMultiplier multiplier, int inner) {
    return new TiledProduct(
        multiplier,
        this,
        (height, width) ->
            new ProductSizes(
                height,
                inner,
                width,
                MatrixLines.packed(Layout.ROWS, height, inner),
                MatrixLines.spaced(Layout.ROWS, inner, distance()),
                MatrixLines.packed(Layout.ROWS, height, width),
                Effect.SET));
  }

  /** Returns the products of a tile and a matrix with a row for each position, added up. */
  TiledProduct withPositions(HeapMultiplier multiplier, int columns) {
    return new TiledProduct(
        multiplier,
        this,
        (height, width) ->
            ProductSizes.packed(height, width, columns, Layout.ROWS, Layout.ROWS, Effect.ADD));
  }

  /** Returns the products of a transposed tile and its rows of a matrix, added up. */
  TiledProduct withRows(HeapMultiplier multiplier, int columns) {
    return new TiledProduct(
        multiplier,
        this,
        (height, width) ->
            ProductSizes.packed(width, height, columns, Layout.COLUMNS, Layout.ROWS, Effect.ADD));
  }

  /** Writes a head's key or value as rows of its columns. */
  void transpose(float[] x, int from, int columns, float[] y) {
    for (int begin = 0; begin < positions; begin += GAP) {
      int end = Math.min(positions, begin + GAP);
      for (int k = 0; k < columns; k++) {
        for (int j = begin; j < end; j++) {
          y[k * distance() + j] = x[from + j * columns + k];
        }
      }
    }
  }
}
