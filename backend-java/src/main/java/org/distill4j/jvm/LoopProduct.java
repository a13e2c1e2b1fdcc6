package org.distill4j.jvm;

import java.util.Arrays;
import org.distill4j.jvm.Multiplier.Effect;

/**
 * A matrix product in plain loops, of which Java's compiler makes vectors. It does so only where
 * all arrays are read from their beginning, so a piece of the right factor is copied row by row
 * first. Four rows of the result are summed up at once, over two rows of the piece at once.
 */
final class LoopProduct implements ProductLoop {
  /** The arrays that products copy to; products that run one after the other share them. */
  static final class Workspace {
    private static final int SIDE = 512;
    private static final int ROWS = 4;

    private final float[][] piece = new float[SIDE][SIDE];
    private final float[][] sums = new float[ROWS][SIDE];
  }

  private final ProductSizes sizes;
  private final Workspace workspace;

  LoopProduct(ProductSizes sizes, Workspace workspace) {
    this.sizes = sizes;
    this.workspace = workspace;
  }

  @Override
  public void run(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom) {
    for (int column = 0; column < sizes.columns(); column += Workspace.SIDE) {
      int width = Math.min(Workspace.SIDE, sizes.columns() - column);
      for (int inner = 0; inner < sizes.inner(); inner += Workspace.SIDE) {
        int depth = Math.min(Workspace.SIDE, sizes.inner() - inner);
        copyPiece(b, bFrom, inner, depth, column, width);
        boolean adds = inner > 0 || sizes.effect() == Effect.ADD;
        for (int row = 0; row < sizes.rows(); row += Workspace.ROWS) {
          int height = Math.min(Workspace.ROWS, sizes.rows() - row);
          int to = cFrom + row * sizes.columns() + column;
          load(c, to, height, width, adds);
          int from = aFrom + row * sizes.rowStride() + inner * sizes.innerStride();
          addProducts(a, from, height, depth, width);
          store(c, to, height, width);
        }
      }
    }
  }

  private void copyPiece(float[] b, int bFrom, int inner, int depth, int column, int width) {
    float[][] piece = workspace.piece;
    for (int k = 0; k < depth; k++) {
      if (sizes.b() == Layout.ROWS) {
        int from = bFrom + (inner + k) * sizes.columns() + column;
        System.arraycopy(b, from, piece[k], 0, width);
      } else {
        gather(b, bFrom + column * sizes.inner() + inner + k, sizes.inner(), piece[k], width);
      }
    }
  }

  private static void gather(float[] from, int at, int stride, float[] row, int width) {
    for (int j = 0; j < width; j++) {
      row[j] = from[at + j * stride];
    }
  }

  private void load(float[] c, int from, int height, int width, boolean adds) {
    for (int i = 0; i < height; i++) {
      if (adds) {
        System.arraycopy(c, from + i * sizes.columns(), workspace.sums[i], 0, width);
      } else {
        Arrays.fill(workspace.sums[i], 0, width, 0);
      }
    }
  }

  private void store(float[] c, int to, int height, int width) {
    for (int i = 0; i < height; i++) {
      System.arraycopy(workspace.sums[i], 0, c, to + i * sizes.columns(), width);
    }
  }

  private void addProducts(float[] a, int from, int height, int depth, int width) {
    float[][] piece = workspace.piece;
    int k = 0;
    for (; k < depth - 1; k += 2) {
      int at = from + k * sizes.innerStride();
      if (height == Workspace.ROWS) {
        addToFour(a, at, piece[k], piece[k + 1], width);
      } else {
        addToEach(a, at, height, piece[k], width);
        addToEach(a, at + sizes.innerStride(), height, piece[k + 1], width);
      }
    }
    if (k < depth) {
      addToEach(a, from + k * sizes.innerStride(), height, piece[k], width);
    }
  }

  private void addToEach(float[] a, int at, int height, float[] x, int width) {
    for (int i = 0; i < height; i++) {
      add(x, workspace.sums[i], a[at + i * sizes.rowStride()], width);
    }
  }

  private static void add(float[] x, float[] s, float factor, int n) {
    for (int j = 0; j < n; j++) {
      s[j] += factor * x[j];
    }
  }

  private void addToFour(float[] a, int at, float[] x, float[] y, int width) {
    float[][] sums = workspace.sums;
    int row = sizes.rowStride();
    int next = at + sizes.innerStride();
    addToFour(
        x,
        y,
        sums[0],
        sums[1],
        sums[2],
        sums[3],
        a[at],
        a[next],
        a[at + row],
        a[next + row],
        a[at + 2 * row],
        a[next + 2 * row],
        a[at + 3 * row],
        a[next + 3 * row],
        width);
  }

  private static void addToFour(
      float[] x,
      float[] y,
      float[] s,
      float[] t,
      float[] u,
      float[] v,
      float sx,
      float sy,
      float tx,
      float ty,
      float ux,
      float uy,
      float vx,
      float vy,
      int n) {
    for (int j = 0; j < n; j++) {
      float first = x[j];
      float second = y[j];
      s[j] += sx * first + sy * second;
      t[j] += tx * first + ty * second;
      u[j] += ux * first + uy * second;
      v[j] += vx * first + vy * second;
    }
  }
}
