package org.distill4j.examples.domain;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Makes digits of 8 × 8 pixels as large as MNIST's: each pixel spreads over the middle 20 × 20 of
 * 28 × 28 pixels, with straight lines between pixels' middles (bilinear); around it is background,
 * −1. From (batch, 64) to (batch, 784). It is one matrix, so it runs on every backend as a product.
 */
final class EnlargedDigits implements Layer {
  private static final int SMALL = ReducedDigits.SMALL;
  private static final int LARGE = ReducedDigits.LARGE;

  private final Tensor matrix = Tensor.of(matrix());

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    return input.add(1).matmul(matrix).sub(1);
  }

  /** (64, 784): how much of each small pixel is in each large one. */
  static HostTensor matrix() {
    float[] values = new float[SMALL * SMALL * LARGE * LARGE];
    for (int row = 0; row < SMALL * SMALL; row++) {
      for (int i = 0; i < LARGE * LARGE; i++) {
        double share = share(row / SMALL, i / LARGE) * share(row % SMALL, i % LARGE);
        values[row * LARGE * LARGE + i] = (float) share;
      }
    }
    return HostTensor.ofFloats(Shape.of(SMALL * SMALL, LARGE * LARGE), values);
  }

  /**
   * Along one axis: how much of a small pixel is in a large one; the outermost go on to the edge.
   */
  private static double share(int small, int large) {
    int within = large - ReducedDigits.MARGIN;
    if (within < 0 || within >= SMALL * ReducedDigits.BLOCK) {
      return 0;
    }
    double place = (within + 0.5) / ReducedDigits.BLOCK - 0.5;
    double held = Math.max(0, Math.min(SMALL - 1, place));
    return Math.max(0, 1 - Math.abs(held - small));
  }
}
