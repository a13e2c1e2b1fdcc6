package org.distill4j.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The blocks of a {@link VectorProduct}: sums stay in registers while the inner axis is walked. All
 * of them take where rows of the left factor and of the result begin, and for each element of the
 * inner axis, from a line on, where two vectors of the right factor are, one so far from the other.
 */
final class VectorProductBlocks {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /**
   * Where sums begin that are added to nothing. They are read as those in the result are, since
   * Java's compiler may allocate vectors that one of two branches creates.
   */
  private static final float[] ZEROS = new float[2 * LANES];

  private VectorProductBlocks() {}

  /** One row, over four elements of the inner axis at once, so that sums need not wait. */
  static void row(
      boolean adds,
      int inner,
      float[] a,
      int aFrom,
      int step,
      float[] b,
      int bFrom,
      int[] lines,
      int line,
      int second,
      float[] c,
      int cFrom) {
    float[] sums = adds ? c : ZEROS;
    int sumsFrom = adds ? cFrom : 0;
    FloatVector s0 = FloatVector.fromArray(FLOATS, sums, sumsFrom);
    FloatVector s1 = FloatVector.fromArray(FLOATS, sums, sumsFrom + LANES);
    FloatVector t0 = FloatVector.zero(FLOATS);
    FloatVector t1 = FloatVector.zero(FLOATS);
    FloatVector u0 = FloatVector.zero(FLOATS);
    FloatVector u1 = FloatVector.zero(FLOATS);
    FloatVector v0 = FloatVector.zero(FLOATS);
    FloatVector v1 = FloatVector.zero(FLOATS);
    int k = 0;
    int at = aFrom;
    for (; k < inner - 3; k += 4, at += 4 * step) {
      int from = bFrom + lines[line + k];
      FloatVector x = FloatVector.broadcast(FLOATS, a[at]);
      s0 = x.fma(FloatVector.fromArray(FLOATS, b, from), s0);
      s1 = x.fma(FloatVector.fromArray(FLOATS, b, from + second), s1);
      int from1 = bFrom + lines[line + k + 1];
      x = FloatVector.broadcast(FLOATS, a[at + step]);
      t0 = x.fma(FloatVector.fromArray(FLOATS, b, from1), t0);
      t1 = x.fma(FloatVector.fromArray(FLOATS, b, from1 + second), t1);
      int from2 = bFrom + lines[line + k + 2];
      x = FloatVector.broadcast(FLOATS, a[at + 2 * step]);
      u0 = x.fma(FloatVector.fromArray(FLOATS, b, from2), u0);
      u1 = x.fma(FloatVector.fromArray(FLOATS, b, from2 + second), u1);
      int from3 = bFrom + lines[line + k + 3];
      x = FloatVector.broadcast(FLOATS, a[at + 3 * step]);
      v0 = x.fma(FloatVector.fromArray(FLOATS, b, from3), v0);
      v1 = x.fma(FloatVector.fromArray(FLOATS, b, from3 + second), v1);
    }
    for (; k < inner; k++, at += step) {
      int from = bFrom + lines[line + k];
      FloatVector x = FloatVector.broadcast(FLOATS, a[at]);
      s0 = x.fma(FloatVector.fromArray(FLOATS, b, from), s0);
      s1 = x.fma(FloatVector.fromArray(FLOATS, b, from + second), s1);
    }
    s0.add(t0).add(u0.add(v0)).intoArray(c, cFrom);
    s1.add(t1).add(u1.add(v1)).intoArray(c, cFrom + LANES);
  }

  /** Two to six rows of two vectors. */
  static void rows(
      boolean adds,
      int depth,
      float[] a,
      int aFrom,
      int[] as,
      int step,
      float[] b,
      int bFrom,
      int[] lines,
      int line,
      int second,
      float[] c,
      int cFrom,
      int[] cs) {
    int a0 = aFrom + as[0];
    int a1 = aFrom + as[1];
    int a2 = aFrom + as[2];
    int a3 = aFrom + as[3];
    int a4 = aFrom + as[4];
    int a5 = aFrom + as[5];
    int c0 = cFrom + cs[0];
    int c1 = cFrom + cs[1];
    int c2 = cFrom + cs[2];
    int c3 = cFrom + cs[3];
    int c4 = cFrom + cs[4];
    int c5 = cFrom + cs[5];
    float[] sums = adds ? c : ZEROS;
    FloatVector p0 = FloatVector.fromArray(FLOATS, sums, adds ? c0 : 0);
    FloatVector q0 = FloatVector.fromArray(FLOATS, sums, adds ? c0 + LANES : LANES);
    FloatVector p1 = FloatVector.fromArray(FLOATS, sums, adds ? c1 : 0);
    FloatVector q1 = FloatVector.fromArray(FLOATS, sums, adds ? c1 + LANES : LANES);
    FloatVector p2 = FloatVector.fromArray(FLOATS, sums, adds ? c2 : 0);
    FloatVector q2 = FloatVector.fromArray(FLOATS, sums, adds ? c2 + LANES : LANES);
    FloatVector p3 = FloatVector.fromArray(FLOATS, sums, adds ? c3 : 0);
    FloatVector q3 = FloatVector.fromArray(FLOATS, sums, adds ? c3 + LANES : LANES);
    FloatVector p4 = FloatVector.fromArray(FLOATS, sums, adds ? c4 : 0);
    FloatVector q4 = FloatVector.fromArray(FLOATS, sums, adds ? c4 + LANES : LANES);
    FloatVector p5 = FloatVector.fromArray(FLOATS, sums, adds ? c5 : 0);
    FloatVector q5 = FloatVector.fromArray(FLOATS, sums, adds ? c5 + LANES : LANES);
    for (int k = 0, at = 0; k < depth; k++, at += step) {
      int from = bFrom + lines[line + k];
      FloatVector y = FloatVector.fromArray(FLOATS, b, from);
      FloatVector z = FloatVector.fromArray(FLOATS, b, from + second);
      FloatVector x = FloatVector.broadcast(FLOATS, a[a0 + at]);
      p0 = x.fma(y, p0);
      q0 = x.fma(z, q0);
      x = FloatVector.broadcast(FLOATS, a[a1 + at]);
      p1 = x.fma(y, p1);
      q1 = x.fma(z, q1);
      x = FloatVector.broadcast(FLOATS, a[a2 + at]);
      p2 = x.fma(y, p2);
      q2 = x.fma(z, q2);
      x = FloatVector.broadcast(FLOATS, a[a3 + at]);
      p3 = x.fma(y, p3);
      q3 = x.fma(z, q3);
      x = FloatVector.broadcast(FLOATS, a[a4 + at]);
      p4 = x.fma(y, p4);
      q4 = x.fma(z, q4);
      x = FloatVector.broadcast(FLOATS, a[a5 + at]);
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

  /** Two to six rows of one vector. */
  static void narrowRows(
      boolean adds,
      int depth,
      float[] a,
      int aFrom,
      int[] as,
      int step,
      float[] b,
      int bFrom,
      int[] lines,
      int line,
      int second,
      float[] c,
      int cFrom,
      int[] cs) {
    int a0 = aFrom + as[0];
    int a1 = aFrom + as[1];
    int a2 = aFrom + as[2];
    int a3 = aFrom + as[3];
    int a4 = aFrom + as[4];
    int a5 = aFrom + as[5];
    int c0 = cFrom + cs[0];
    int c1 = cFrom + cs[1];
    int c2 = cFrom + cs[2];
    int c3 = cFrom + cs[3];
    int c4 = cFrom + cs[4];
    int c5 = cFrom + cs[5];
    float[] sums = adds ? c : ZEROS;
    FloatVector p0 = FloatVector.fromArray(FLOATS, sums, adds ? c0 : 0);
    FloatVector p1 = FloatVector.fromArray(FLOATS, sums, adds ? c1 : 0);
    FloatVector p2 = FloatVector.fromArray(FLOATS, sums, adds ? c2 : 0);
    FloatVector p3 = FloatVector.fromArray(FLOATS, sums, adds ? c3 : 0);
    FloatVector p4 = FloatVector.fromArray(FLOATS, sums, adds ? c4 : 0);
    FloatVector p5 = FloatVector.fromArray(FLOATS, sums, adds ? c5 : 0);
    for (int k = 0, at = 0; k < depth; k++, at += step) {
      int from = bFrom + lines[line + k];
      FloatVector y = FloatVector.fromArray(FLOATS, b, from);
      FloatVector x = FloatVector.broadcast(FLOATS, a[a0 + at]);
      p0 = x.fma(y, p0);
      x = FloatVector.broadcast(FLOATS, a[a1 + at]);
      p1 = x.fma(y, p1);
      x = FloatVector.broadcast(FLOATS, a[a2 + at]);
      p2 = x.fma(y, p2);
      x = FloatVector.broadcast(FLOATS, a[a3 + at]);
      p3 = x.fma(y, p3);
      x = FloatVector.broadcast(FLOATS, a[a4 + at]);
      p4 = x.fma(y, p4);
      x = FloatVector.broadcast(FLOATS, a[a5 + at]);
      p5 = x.fma(y, p5);
    }
    p0.intoArray(c, c0);
    p1.intoArray(c, c1);
    p2.intoArray(c, c2);
    p3.intoArray(c, c3);
    p4.intoArray(c, c4);
    p5.intoArray(c, c5);
  }
}
