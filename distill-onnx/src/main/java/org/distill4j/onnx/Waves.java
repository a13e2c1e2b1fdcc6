package org.distill4j.onnx;

import org.distill4j.tensor.Tensor;

/**
 * Sine and cosine, which rotary positions are made of, as polynomials of the distance to the
 * nearest multiple of 2π. That is split into three numbers of few bits (Cody and Waite 1980), so
 * that float32 finds the distance exactly for positions in the thousands. Off by at most 1e-6.
 */
final class Waves {
  private static final double LARGE = 6.28125;
  private static final double SMALL = 0.0019350051879882812;
  private static final double REST = 2 * Math.PI - LARGE - SMALL;
  private static final int TERMS = 11;

  private Waves() {}

  static Tensor sin(Tensor x) {
    Tensor distance = distance(x);
    return series(distance.square(), 1).mul(distance);
  }

  static Tensor cos(Tensor x) {
    return series(distance(x).square(), 0);
  }

  private static Tensor distance(Tensor x) {
    Tensor turns = UnaryOperators.floor(x.mul(1 / (2 * Math.PI)).add(0.5)).stopGradient();
    return x.sub(turns.mul(LARGE)).sub(turns.mul(SMALL)).sub(turns.mul(REST));
  }

  /** 1 - z / ((f + 1)(f + 2)) · (1 - z / ((f + 3)(f + 4)) · …), from the inside to the outside. */
  private static Tensor series(Tensor z, int first) {
    Tensor sum = Tensor.of(1);
    for (int term = TERMS; term >= 1; term--) {
      int n = 2 * term + first;
      sum = Tensor.of(1).sub(z.mul(sum).mul(1.0 / (n * (n - 1))));
    }
    return sum;
  }
}
