package org.distill4j.core.compression;

import org.distill4j.tensor.Tensor;

/** Rounding in primitives, with a gradient that passes through it. */
final class Rounding {
  private Rounding() {}

  /**
   * The nearest integer within bounds, ties to the even one. Its gradient is that of the clipping
   * alone: 1 within the bounds and 0 outside (the straight-through estimator: Bengio, Léonard and
   * Courville 2013, "Estimating or propagating gradients through stochastic neurons").
   *
   * @param x numbers
   * @param low the smallest integer
   * @param high the largest integer
   */
  static Tensor within(Tensor x, Tensor low, Tensor high) {
    Tensor clipped = x.maximum(low).minimum(high);
    return clipped.add(nearest(clipped.stopGradient()).sub(clipped).stopGradient());
  }

  /** The nearest integer of numbers that INT32 holds, ties to the even one; no gradient flows. */
  static Tensor nearest(Tensor x) {
    Tensor cut = x.toInt().toFloat();
    Tensor rest = x.sub(cut);
    Tensor half = cut.mul(0.5);
    Tensor isEven = half.equalTo(half.toInt().toFloat()).toFloat();
    Tensor above = rest.abs().greater(Tensor.of(0.5)).toFloat();
    Tensor tie = rest.abs().equalTo(Tensor.of(0.5)).toFloat();
    Tensor away = above.add(tie.mul(Tensor.of(1).sub(isEven)));
    Tensor sign = rest.less(Tensor.of(0)).where(Tensor.of(-1), Tensor.of(1));
    return cut.add(away.mul(sign));
  }
}
