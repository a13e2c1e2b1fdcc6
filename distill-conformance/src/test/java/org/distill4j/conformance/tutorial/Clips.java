package org.distill4j.conformance.tutorial;

import org.distill4j.optim.Clipping;

/** Limits of gradients, as {@link Clipping} documents them. */
final class Clips {
  private Clips() {}

  static void apply(Clipping clipping, NamedArrays gradients) {
    if (clipping instanceof Clipping.ByNorm by) {
      double scale = Math.min(1, by.limit() / (norm(gradients) + 1e-6));
      for (float[] gradient : gradients.asMap().values()) {
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] *= (float) scale;
        }
      }
    } else if (clipping instanceof Clipping.ByValue by) {
      float limit = (float) by.limit();
      for (float[] gradient : gradients.asMap().values()) {
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] = Math.max(-limit, Math.min(limit, gradient[i]));
        }
      }
    }
  }

  private static double norm(NamedArrays gradients) {
    double squares = 0;
    for (float[] gradient : gradients.asMap().values()) {
      for (double element : gradient) {
        squares += element * element;
      }
    }
    return Math.sqrt(squares);
  }
}
