package org.distill4j.dl4j;

import java.util.Arrays;

/** Runs a loop over two arrays that broadcast. */
final class PairKernel implements Runnable {
  /** A row of one repeated number is spelled out in pieces of this length, which stay in cache. */
  private static final int PIECE = 512;

  private final Slot left;
  private final Slot right;
  private final Slot output;
  private final Rows rows;
  private final PairLoop loop;
  private final float[] repeated;

  PairKernel(Slot left, Slot right, Slot output, Rows rows, PairLoop loop) {
    this.left = left;
    this.right = right;
    this.output = output;
    this.rows = rows;
    this.loop = loop;
    this.repeated = new float[Math.min(PIECE, rows.length())];
  }

  @Override
  public void run() {
    float[] a = left.floats();
    float[] b = right.floats();
    float[] y = output.floatsToWrite();
    if (rows.stride(0) == rows.stride(1)) {
      rows.forEach((at, from) -> loop.run(a, from[0], b, from[1], y, at, rows.length()));
    } else if (rows.stride(0) == 0) {
      rows.forEach((at, from) -> repeatLeft(a[from[0]], b, from[1], y, at));
    } else {
      rows.forEach((at, from) -> repeatRight(a, from[0], b[from[1]], y, at));
    }
  }

  private void repeatLeft(float a, float[] b, int bi, float[] y, int at) {
    Arrays.fill(repeated, a);
    for (int i = 0; i < rows.length(); i += PIECE) {
      loop.run(repeated, 0, b, bi + i, y, at + i, Math.min(PIECE, rows.length() - i));
    }
  }

  private void repeatRight(float[] a, int ai, float b, float[] y, int at) {
    Arrays.fill(repeated, b);
    for (int i = 0; i < rows.length(); i += PIECE) {
      loop.run(a, ai + i, repeated, 0, y, at + i, Math.min(PIECE, rows.length() - i));
    }
  }
}
