package org.distill4j.jvm;

import java.util.Arrays;
import org.distill4j.jvm.Multiplier.Effect;

/**
 * A matrix product in plain loops, of which Java's compiler makes vectors. It does so only where
 * all arrays are read from their beginning and the loop does little, so a piece of the right factor
 * and a block of the result are copied row by row first, and a row of the result takes up four rows
 * of the piece at a time. The rows of a narrow result are too short for that: there the transpose
 * is computed.
 */
final class LoopProduct implements ProductLoop {
  /** The arrays that products copy to; products that run one after the other share them. */
  static final class Workspace {
    private static final int HEIGHT = 64;
    private static final int WIDTH = 256;

    /** As many floats as a line of the processor's cache holds, and a multiple of four. */
    private static final int DEPTH = 16;

    private final float[][] piece = new float[DEPTH][WIDTH];
    private final float[][] sums = new float[HEIGHT][WIDTH];
  }

  /** A result with fewer columns than this, and than rows, is narrow. */
  private static final int NARROW = 32;

  private final Workspace workspace;
  private final boolean narrow;
  private final boolean adds;
  private final int inner;

  /** The columns of the right factor. */
  private final int columns;

  private final Strides left;
  private final Strides right;
  private final Strides result;

  LoopProduct(ProductSizes sizes, Workspace workspace) {
    Strides a = Strides.of(sizes.a(), sizes.rows(), sizes.inner());
    Strides b = Strides.of(sizes.b(), sizes.inner(), sizes.columns());
    Strides c = Strides.of(Layout.ROWS, sizes.rows(), sizes.columns());
    this.workspace = workspace;
    this.narrow = sizes.columns() < Math.min(NARROW, sizes.rows());
    this.adds = sizes.effect() == Effect.ADD;
    this.inner = sizes.inner();
    this.columns = sizes.columns();
    this.left = narrow ? b.transposed() : a;
    this.right = narrow ? a.transposed() : b;
    this.result = narrow ? c.transposed() : c;
  }

  @Override
  public void run(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int rows) {
    if (narrow) {
      multiply(b, bFrom, a, aFrom, c, cFrom, columns, rows);
    } else {
      multiply(a, aFrom, b, bFrom, c, cFrom, rows, columns);
    }
  }

  private void multiply(
      float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int m, int n) {
    for (int row = 0; row < m; row += Workspace.HEIGHT) {
      int height = Math.min(Workspace.HEIGHT, m - row);
      int from = aFrom + row * left.row();
      for (int column = 0; column < n; column += Workspace.WIDTH) {
        int width = Math.min(Workspace.WIDTH, n - column);
        int to = cFrom + row * result.row() + column * result.column();
        load(c, to, height, width);
        addProducts(a, from, b, bFrom + column * right.column(), height, width);
        result.store(workspace.sums, c, to, height, width);
      }
    }
  }

  private void load(float[] c, int from, int height, int width) {
    if (adds) {
      result.load(c, from, workspace.sums, height, width);
      return;
    }
    for (int i = 0; i < height; i++) {
      Arrays.fill(workspace.sums[i], 0, width, 0);
    }
  }

  private void addProducts(float[] a, int aFrom, float[] b, int bFrom, int height, int width) {
    for (int k = 0; k < inner; k += Workspace.DEPTH) {
      int depth = Math.min(Workspace.DEPTH, inner - k);
      right.load(b, bFrom + k * right.row(), workspace.piece, depth, width);
      for (int i = 0; i < height; i++) {
        int from = aFrom + i * left.row() + k * left.column();
        addPiece(a, from, depth, workspace.sums[i], width);
      }
    }
  }

  /** Adds to a row of the result what a piece contributes. */
  private void addPiece(float[] a, int from, int depth, float[] sums, int width) {
    float[][] piece = workspace.piece;
    int step = left.column();
    int k = 0;
    int at = from;
    for (; k < depth - 3; k += 4, at += 4 * step) {
      float p = a[at];
      float q = a[at + step];
      float r = a[at + 2 * step];
      float s = a[at + 3 * step];
      add(piece[k], piece[k + 1], piece[k + 2], piece[k + 3], sums, p, q, r, s, width);
    }
    for (; k < depth; k++, at += step) {
      add(piece[k], sums, a[at], width);
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
