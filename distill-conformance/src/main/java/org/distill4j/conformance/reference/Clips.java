package org.distill4j.conformance.reference;

import java.util.Arrays;
import org.distill4j.optim.Clipping;

/** Limits of gradients. */
final class Clips {
  /** Keeps the quotient finite where all gradients are zero; part of the formula. */
  private static final double EPSILON = 1e-6;

  private Clips() {}

  static void apply(Clipping clipping, Named gradients) {
    if (clipping instanceof Clipping.ByNorm byNorm) {
      double scale = Math.min(1, byNorm.limit() / (norm(gradients) + EPSILON));
      gradients.forEach((name, g) -> Arrays.setAll(g, i -> g[i] * scale));
    } else if (clipping instanceof Clipping.ByValue byValue) {
      double limit = byValue.limit();
      gradients.forEach(
          (name, g) -> Arrays.setAll(g, i -> Math.max(-limit, Math.min(limit, g[i]))));
    }
  }

  private static double norm(Named gradients) {
    double squares = 0;
    for (double[] gradient : gradients.asMap().values()) {
      for (double element : gradient) {
        squares += element * element;
      }
    }
    return Math.sqrt(squares);
  }
}
