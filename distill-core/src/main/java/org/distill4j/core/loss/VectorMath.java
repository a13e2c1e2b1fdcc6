package org.distill4j.core.loss;

import org.distill4j.tensor.Tensor;

/**
 * Lengths, directions and distances whose gradient is 0, not NaN, where they are 0. NaN in gives
 * NaN out.
 */
final class VectorMath {
  private static final Tensor ZERO = Tensor.of(0);
  private static final Tensor ONE = Tensor.of(1);

  private VectorMath() {}

  /** The square root of numbers that are not negative; the gradient at 0 is 0. */
  static Tensor root(Tensor squares) {
    // The root of 1 is taken where 0 is due, since 0 times the infinite gradient at 0 is NaN.
    Tensor isZero = squares.lessOrEqual(ZERO);
    return isZero.where(ZERO, isZero.where(ONE, squares).sqrt());
  }

  /**
   * Returns values divided by their largest magnitude over some axes, a constant of
   * differentiation, so that no square overflows or vanishes. It changes neither value nor gradient
   * of what does not depend on the scale; zeros stay zeros.
   */
  static Tensor scaled(Tensor values, int... axes) {
    Tensor largest = values.abs().maxKeep(axes).stopGradient();
    return values.div(largest.greater(ZERO).where(largest, ONE));
  }

  /**
   * Returns vectors along an axis divided by their length; zeros stay zeros, with a gradient of 0.
   */
  static Tensor normalized(Tensor vectors, int axis) {
    Tensor scaled = scaled(vectors, axis);
    Tensor squares = scaled.square().sumKeep(axis);
    return divided(scaled, squares, squares.lessOrEqual(ZERO));
  }

  /**
   * Returns vectors along an axis less their mean, divided by their length. What varies by less
   * than a millionth of its size is constant but for rounding, and gives zeros with a gradient of
   * 0.
   */
  static Tensor deviations(Tensor vectors, int axis) {
    Tensor scaled = scaled(vectors, axis);
    return directions(scaled, scaled.sub(scaled.meanKeep(axis)), axis);
  }

  /** Returns the same for the elements that count 1, not 0; the others are 0. */
  static Tensor deviations(Tensor vectors, int axis, Tensor counted) {
    Tensor scaled = scaled(vectors.mul(counted), axis);
    Tensor mean = scaled.sumKeep(axis).div(counted.sumKeep(axis));
    return directions(scaled, scaled.sub(mean).mul(counted), axis);
  }

  private static Tensor directions(Tensor scaled, Tensor centred, int axis) {
    Tensor squares = centred.square().sumKeep(axis);
    return divided(centred, squares, squares.lessOrEqual(scaled.square().sumKeep(axis).mul(1e-12)));
  }

  private static Tensor divided(Tensor vectors, Tensor squares, Tensor isZero) {
    return isZero.where(ZERO, vectors.div(isZero.where(ONE, squares).sqrt()));
  }

  /** The squared distances of all pairs of rows of (batch, features), (batch, batch). */
  static Tensor squaredDistances(Tensor rows) {
    return differences(rows).square().sum(2);
  }

  /** The difference of row j and row i at [i, j], (batch, batch, features). */
  static Tensor differences(Tensor rows) {
    return rows.expandDims(0).sub(rows.expandDims(1));
  }

  /** Returns Huber's loss of differences: half a square up to δ in size, a line beyond. */
  static Tensor huber(Tensor differences, double delta) {
    Tensor size = differences.abs();
    Tensor near = size.minimum(Tensor.of(delta));
    // The first part is constant beyond δ, and the second is 0 up to it.
    return near.square().mul(0.5).add(size.sub(near).mul(delta));
  }
}
