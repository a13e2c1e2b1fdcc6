package org.distill4j.jvm;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.distill4j.jvm.Multiplier.Effect;

/**
 * A matrix product by Java's Vector API. A block of six rows and two vectors of columns of the
 * result stays in registers while the inner axis is walked. The right factor is read where it lies
 * if it lies row by row; other columns are copied to a panel first.
 */
final class VectorProduct implements ProductLoop {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /** The columns of a block. */
  private static final int WIDTH = 2 * LANES;

  /** The rows of a block. */
  private static final int HEIGHT = BLOCK;

  /** The rows of a panel that are laid out at once. */
  private static final int DEPTH = 64;

  /** The arrays that products copy to; products that run one after the other share them. */
  static final class Workspace {
    private final float[] block = new float[HEIGHT * WIDTH];
    private float[] panel = {};

    private float[] panel(int rows) {
      if (panel.length < rows * WIDTH) {
        panel = new float[rows * WIDTH];
      }
      return panel;
    }
  }

  private final ProductSizes sizes;
  private final Workspace workspace;

  VectorProduct(ProductSizes sizes, Workspace workspace) {
    this.sizes = sizes;
    this.workspace = workspace;
  }

  /** {@return the number of floats in a vector} */
  static int lanes() {
    return LANES;
  }

  @Override
  public void run(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int rows) {
    boolean inPlace = sizes.b() == Layout.ROWS;
    for (int column = 0; column < sizes.columns(); column += WIDTH) {
      int width = Math.min(WIDTH, sizes.columns() - column);
      if (inPlace && width == WIDTH) {
        multiply(a, aFrom, b, bFrom + column, sizes.columns(), c, cFrom + column, rows, width);
      } else {
        float[] panel = workspace.panel(sizes.inner());
        copyPanel(b, bFrom, column, width, panel);
        multiply(a, aFrom, panel, 0, WIDTH, c, cFrom + column, rows, width);
      }
    }
  }

  /** Lays out some columns of the right factor; zeros stand for those that are missing. */
  private void copyPanel(float[] b, int bFrom, int column, int width, float[] panel) {
    int inner = sizes.inner();
    if (width < WIDTH) {
      Arrays.fill(panel, 0, inner * WIDTH, 0);
    }
    if (sizes.b() == Layout.ROWS) {
      for (int k = 0; k < inner; k++) {
        System.arraycopy(b, bFrom + k * sizes.columns() + column, panel, k * WIDTH, width);
      }
      return;
    }
    for (int k = 0; k < inner; k += DEPTH) {
      transpose(b, bFrom + column * inner + k, Math.min(DEPTH, inner - k), width, panel, k * WIDTH);
    }
  }

  /** Lays out a piece that stays in the processor's first cache. */
  private void transpose(float[] b, int bFrom, int depth, int width, float[] panel, int to) {
    for (int j = 0; j < width; j++) {
      int from = bFrom + j * sizes.inner();
      for (int k = 0; k < depth; k++) {
        panel[to + k * WIDTH + j] = b[from + k];
      }
    }
  }

  /** All rows of some columns. */
  private void multiply(
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      int bStride,
      float[] c,
      int cFrom,
      int rows,
      int width) {
    for (int row = 0; row < rows; row += HEIGHT) {
      int height = Math.min(HEIGHT, rows - row);
      int from = aFrom + row * sizes.rowStride();
      int to = cFrom + row * sizes.columns();
      if (width == WIDTH) {
        block(a, from, height, b, bFrom, bStride, c, to, sizes.columns());
      } else {
        float[] block = workspace.block;
        copyBlock(c, to, sizes.columns(), block, 0, WIDTH, height, width);
        block(a, from, height, b, bFrom, bStride, block, 0, WIDTH);
        copyBlock(block, 0, WIDTH, c, to, sizes.columns(), height, width);
      }
    }
  }

  private static void copyBlock(
      float[] x, int from, int xStride, float[] y, int to, int yStride, int height, int width) {
    for (int i = 0; i < height; i++) {
      System.arraycopy(x, from + i * xStride, y, to + i * yStride, width);
    }
  }

  private void block(
      float[] a,
      int aFrom,
      int height,
      float[] b,
      int bFrom,
      int bStride,
      float[] c,
      int cFrom,
      int cStride) {
    boolean adds = sizes.effect() == Effect.ADD;
    int inner = sizes.inner();
    int step = sizes.innerStride();
    if (height == 1) {
      row(adds, inner, a, aFrom, step, b, bFrom, bStride, c, cFrom);
    } else {
      rows(
          adds,
          inner,
          a,
          aFrom,
          sizes.rowStride(),
          step,
          height,
          b,
          bFrom,
          bStride,
          c,
          cFrom,
          cStride);
    }
  }

  /** One row, over four elements of the inner axis at once, so that sums need not wait. */
  private static void row(
      boolean adds,
      int inner,
      float[] a,
      int aFrom,
      int step,
      float[] b,
      int bFrom,
      int bStride,
      float[] c,
      int cFrom) {
    FloatVector s0 = adds ? FloatVector.fromArray(FLOATS, c, cFrom) : FloatVector.zero(FLOATS);
    FloatVector s1 =
        adds ? FloatVector.fromArray(FLOATS, c, cFrom + LANES) : FloatVector.zero(FLOATS);
    FloatVector t0 = FloatVector.zero(FLOATS);
    FloatVector t1 = FloatVector.zero(FLOATS);
    FloatVector u0 = FloatVector.zero(FLOATS);
    FloatVector u1 = FloatVector.zero(FLOATS);
    FloatVector v0 = FloatVector.zero(FLOATS);
    FloatVector v1 = FloatVector.zero(FLOATS);
    int k = 0;
    int at = aFrom;
    int from = bFrom;
    for (; k < inner - 3; k += 4, at += 4 * step, from += 4 * bStride) {
      FloatVector x = FloatVector.broadcast(FLOATS, a[at]);
      s0 = x.fma(FloatVector.fromArray(FLOATS, b, from), s0);
      s1 = x.fma(FloatVector.fromArray(FLOATS, b, from + LANES), s1);
      x = FloatVector.broadcast(FLOATS, a[at + step]);
      t0 = x.fma(FloatVector.fromArray(FLOATS, b, from + bStride), t0);
      t1 = x.fma(FloatVector.fromArray(FLOATS, b, from + bStride + LANES), t1);
      x = FloatVector.broadcast(FLOATS, a[at + 2 * step]);
      u0 = x.fma(FloatVector.fromArray(FLOATS, b, from + 2 * bStride), u0);
      u1 = x.fma(FloatVector.fromArray(FLOATS, b, from + 2 * bStride + LANES), u1);
      x = FloatVector.broadcast(FLOATS, a[at + 3 * step]);
      v0 = x.fma(FloatVector.fromArray(FLOATS, b, from + 3 * bStride), v0);
      v1 = x.fma(FloatVector.fromArray(FLOATS, b, from + 3 * bStride + LANES), v1);
    }
    for (; k < inner; k++, at += step, from += bStride) {
      FloatVector x = FloatVector.broadcast(FLOATS, a[at]);
      s0 = x.fma(FloatVector.fromArray(FLOATS, b, from), s0);
      s1 = x.fma(FloatVector.fromArray(FLOATS, b, from + LANES), s1);
    }
    s0.add(t0).add(u0.add(v0)).intoArray(c, cFrom);
    s1.add(t1).add(u1.add(v1)).intoArray(c, cFrom + LANES);
  }

  /** Two to six rows; those that are missing are the last one again, written twice. */
  private static void rows(
      boolean adds,
      int inner,
      float[] a,
      int aFrom,
      int aStride,
      int step,
      int height,
      float[] b,
      int bFrom,
      int bStride,
      float[] c,
      int cFrom,
      int cStride) {
    int last = height - 1;
    int a1 = aStride;
    int a2 = Math.min(2, last) * aStride;
    int a3 = Math.min(3, last) * aStride;
    int a4 = Math.min(4, last) * aStride;
    int a5 = Math.min(5, last) * aStride;
    int c0 = cFrom;
    int c1 = cFrom + cStride;
    int c2 = cFrom + Math.min(2, last) * cStride;
    int c3 = cFrom + Math.min(3, last) * cStride;
    int c4 = cFrom + Math.min(4, last) * cStride;
    int c5 = cFrom + Math.min(5, last) * cStride;
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector p0 = adds ? FloatVector.fromArray(FLOATS, c, c0) : zero;
    FloatVector q0 = adds ? FloatVector.fromArray(FLOATS, c, c0 + LANES) : zero;
    FloatVector p1 = adds ? FloatVector.fromArray(FLOATS, c, c1) : zero;
    FloatVector q1 = adds ? FloatVector.fromArray(FLOATS, c, c1 + LANES) : zero;
    FloatVector p2 = adds ? FloatVector.fromArray(FLOATS, c, c2) : zero;
    FloatVector q2 = adds ? FloatVector.fromArray(FLOATS, c, c2 + LANES) : zero;
    FloatVector p3 = adds ? FloatVector.fromArray(FLOATS, c, c3) : zero;
    FloatVector q3 = adds ? FloatVector.fromArray(FLOATS, c, c3 + LANES) : zero;
    FloatVector p4 = adds ? FloatVector.fromArray(FLOATS, c, c4) : zero;
    FloatVector q4 = adds ? FloatVector.fromArray(FLOATS, c, c4 + LANES) : zero;
    FloatVector p5 = adds ? FloatVector.fromArray(FLOATS, c, c5) : zero;
    FloatVector q5 = adds ? FloatVector.fromArray(FLOATS, c, c5 + LANES) : zero;
    int at = aFrom;
    int from = bFrom;
    for (int k = 0; k < inner; k++, at += step, from += bStride) {
      FloatVector y = FloatVector.fromArray(FLOATS, b, from);
      FloatVector z = FloatVector.fromArray(FLOATS, b, from + LANES);
      FloatVector x = FloatVector.broadcast(FLOATS, a[at]);
      p0 = x.fma(y, p0);
      q0 = x.fma(z, q0);
      x = FloatVector.broadcast(FLOATS, a[at + a1]);
      p1 = x.fma(y, p1);
      q1 = x.fma(z, q1);
      x = FloatVector.broadcast(FLOATS, a[at + a2]);
      p2 = x.fma(y, p2);
      q2 = x.fma(z, q2);
      x = FloatVector.broadcast(FLOATS, a[at + a3]);
      p3 = x.fma(y, p3);
      q3 = x.fma(z, q3);
      x = FloatVector.broadcast(FLOATS, a[at + a4]);
      p4 = x.fma(y, p4);
      q4 = x.fma(z, q4);
      x = FloatVector.broadcast(FLOATS, a[at + a5]);
      p5 = x.fma(y, p5);
      q5 = x.fma(z, q5);
    }
    p0.intoArray(c, c0);
    q0.intoArray(c, c0 + LANES);
    p1.intoArray(c, c1);
    q1.intoArray(c, c1 + LANES);
    p2.intoArray(c, c2);
    q2.intoArray(c, c2 + LANES);
    p3.intoArray(c, c3);
    q3.intoArray(c, c3 + LANES);
    p4.intoArray(c, c4);
    q4.intoArray(c, c4 + LANES);
    p5.intoArray(c, c5);
    q5.intoArray(c, c5 + LANES);
  }
}
