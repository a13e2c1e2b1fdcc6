package org.distill4j.core.loss;

import org.distill4j.tensor.Tensor;

/** Divergences of distributions over classes, given as log-probabilities (batch, classes). */
final class Divergence {
  private Divergence() {}

  /** Returns log((1 − share) · p + share · q), safe where both are tiny. */
  static Tensor logMixture(Tensor logP, Tensor logQ, double share) {
    Tensor first = logP.add(Math.log(1 - share));
    Tensor second = logQ.add(Math.log(share));
    Tensor larger = first.maximum(second).stopGradient();
    return first.sub(larger).exp().add(second.sub(larger).exp()).log().add(larger);
  }
}
