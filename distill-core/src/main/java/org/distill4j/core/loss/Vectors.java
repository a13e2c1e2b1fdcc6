package org.distill4j.core.loss;

import org.distill4j.tensor.Tensor;

/** Lengths and distances whose gradient is 0, not NaN, where they are 0. */
final class Vectors {
  private Vectors() {}

  /** The square root of numbers that are not negative; the gradient at 0 is 0. */
  static Tensor root(Tensor squares) {
    // The root is taken of ones where nothing is asked of it, since 0 times its slope of 0 is NaN.
    var positive = squares.greater(Tensor.of(0));
    return positive.where(positive.where(squares, Tensor.of(1)).sqrt(), Tensor.of(0));
  }

  /** Vectors along an axis divided by their length; zeros stay zeros. */
  static Tensor normalized(Tensor vectors, int axis) {
    Tensor length = root(vectors.square().sumKeep(axis));
    var positive = length.greater(Tensor.of(0));
    return vectors.div(positive.where(length, Tensor.of(1)));
  }

  /**
   * Vectors along an axis less their mean, divided by their length. What varies by less than a
   * millionth of its size is constant but for rounding, and gives zeros with a gradient of 0.
   */
  static Tensor deviations(Tensor vectors, int axis) {
    Tensor centred = vectors.sub(vectors.meanKeep(axis));
    Tensor spread = centred.square().sumKeep(axis);
    var varies = spread.greater(vectors.square().sumKeep(axis).mul(1e-12));
    Tensor length = varies.where(spread, Tensor.of(1)).sqrt();
    return varies.where(centred.div(length), Tensor.of(0));
  }

  /** The squared distances of all pairs of rows of (batch, features), (batch, batch). */
  static Tensor squaredDistances(Tensor rows) {
    return differences(rows).square().sum(2);
  }

  /** The difference of row j and row i at [i, j], (batch, batch, features). */
  static Tensor differences(Tensor rows) {
    return rows.expandDims(0).sub(rows.expandDims(1));
  }
}
