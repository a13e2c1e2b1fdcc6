package org.distill4j.jvm;

import java.util.Arrays;
import org.distill4j.jvm.Multiplier.Effect;

/**
 * A matrix product in plain loops, which Java's compiler vectorizes. It does so only where all
 * arrays are read from their beginning and the loop does little, so a piece of the right factor and
 * a block of the result are copied row by row first, and a row of the result takes up four rows of
 * the piece at a time. The rows of a narrow result are too short for that: there the transpose is
 * computed.
 */
final class LoopProduct implements ProductLoop {
  /** The arrays that products copy to; products that run one after the other share them. */
  static final class Workspace {
    private static final int HEIGHT = 64;
    private static final int WIDTH = 256;

    /** The number of floats in a cache line, and a multiple of four. */
    private static final int DEPTH = 16;

    private final float[][] piece = new float[DEPTH][WIDTH];
    private final float[][] sums = new float[HEIGHT][WIDTH];
    private final float[] factors = new float[DEPTH];
  }

  /** The width below which a result with more rows than columns is narrow. */
  private static final int NARROW = 32;

  private final Workspace workspace;
  private final boolean narrow;
  private final boolean adds;
  private final int inner;

  /** The columns of the right factor. */
  private final int columns;

  private final MatrixLines left;
  private final MatrixLines right;
  private final MatrixLines result;

  LoopProduct(ProductSizes sizes, Workspace workspace) {
    this.workspace = workspace;
    this.narrow = sizes.columns() < Math.min(NARROW, sizes.rows());
    this.adds = sizes.effect() == Effect.ADD;
    this.inner = sizes.inner();
    this.columns = sizes.columns();
    this.left = narrow ? sizes.b().transposed() : sizes.a();
    this.right = narrow ? sizes.a().transposed() : sizes.b();
    this.result = narrow ? sizes.c().transposed() : sizes.c();
  }

  @Override
  public void run(
      float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int from, int to) {
    if (narrow) {
      multiply(b, bFrom, a, aFrom, c, cFrom, 0, columns, from, to);
    } else {
      multiply(a, aFrom, b, bFrom, c, cFrom, from, to, 0, columns);
    }
  }

  private void multiply(
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      float[] c,
      int cFrom,
      int firstRow,
      int endRow,
      int firstColumn,
      int endColumn) {
    for (int row = firstRow; row < endRow; row += Workspace.HEIGHT) {
      int height = Math.min(Workspace.HEIGHT, endRow - row);
      for (int column = firstColumn; column < endColumn; column += Workspace.WIDTH) {
        int width = Math.min(Workspace.WIDTH, endColumn - column);
        load(c, cFrom, row, column, height, width);
        addProducts(a, aFrom, row, height, b, bFrom, column, width);
        result.store(workspace.sums, c, cFrom, row, column, height, width);
      }
    }
  }

  private void load(float[] c, int from, int row, int column, int height, int width) {
    if (adds) {
      result.load(c, from, row, column, workspace.sums, height, width);
      return;
    }
    for (int i = 0; i < height; i++) {
      Arrays.fill(workspace.sums[i], 0, width, 0);
    }
  }

  private void addProducts(
      float[] a, int aFrom, int row, int height, float[] b, int bFrom, int column, int width) {
    for (int k = 0; k < inner; k += Workspace.DEPTH) {
      int depth = Math.min(Workspace.DEPTH, inner - k);
      right.load(b, bFrom, k, column, workspace.piece, depth, width);
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < depth; j++) {
          workspace.factors[j] = a[aFrom + left.at(row + i, k + j)];
        }
        addPiece(workspace.factors, depth, workspace.sums[i], width);
      }
    }
  }

  /** Adds a piece's contribution to a row of the result. */
  private void addPiece(float[] factors, int depth, float[] sums, int width) {
    float[][] piece = workspace.piece;
    int k = 0;
    for (; k < depth - 3; k += 4) {
      float p = factors[k];
      float q = factors[k + 1];
      float r = factors[k + 2];
      float s = factors[k + 3];
      add(piece[k], piece[k + 1], piece[k + 2], piece[k + 3], sums, p, q, r, s, width);
    }
    for (; k < depth; k++) {
      add(piece[k], sums, factors[k], width);
    }
  }

  private static void add(
      float[] x,
      float[] y,
      float[] z,
      float[] w,
      float[] sums,
      float p,
      float q,
      float r,
      float s,
      int n) {
    for (int j = 0; j < n; j++) {
      sums[j] += (p * x[j] + q * y[j]) + (r * z[j] + s * w[j]);
    }
  }

  private static void add(float[] x, float[] sums, float p, int n) {
    for (int j = 0; j < n; j++) {
      sums[j] += p * x[j];
    }
  }
}
