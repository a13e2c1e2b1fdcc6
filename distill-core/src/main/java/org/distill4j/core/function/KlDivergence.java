package org.distill4j.core.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;

/**
 * The Kullback-Leibler divergence of two distributions, as the composite {@code kl-divergence}. Its
 * inputs are log p and log q, its result is the divergence of each row. It has no attributes.
 */
public final class KlDivergence {
  /** Below this, in logarithms, ratios of p and q are near 1. */
  private static final double NEAR = 0.5;

  private KlDivergence() {}

  /**
   * Computes KL(p ‖ q) = Σ p · (log p − log q) − p + q for each row, where −p + q sums to 0 for
   * distributions. So no addend is below 0 but for rounding, and none cancels another. The result
   * is right to a thousandth where p and q differ by a share of 1e-3 or more.
   *
   * @param logP the logarithms of p, (n, classes)
   * @param logQ the logarithms of q, (n, classes)
   * @return the divergence of each row, (n)
   */
  public static Tensor of(Tensor logP, Tensor logQ) {
    return Composite.apply(
            "kl-divergence",
            Map.of(),
            List.of(logP, logQ),
            all -> List.of(body(all.get(0), all.get(1))),
            (inputs, results, gradients) ->
                gradients(inputs.get(0), inputs.get(1), gradients.get(0).expandDims(1)))
        .get(0);
  }

  private static Tensor body(Tensor logP, Tensor logQ) {
    Tensor p = logP.exp();
    Tensor ratio = logQ.sub(logP);
    // q / p − 1 is 2h / (1 − h), exact where q is near p.
    Tensor h = ratio.mul(0.5).tanh();
    Tensor near = h.div(Tensor.of(0.5).sub(h.mul(0.5))).sub(ratio).mul(p);
    Tensor far = logQ.exp().sub(p).sub(p.mul(ratio));
    return ratio.abs().less(Tensor.of(NEAR)).where(near, far).sum(1);
  }

  private static List<Optional<Tensor>> gradients(Tensor logP, Tensor logQ, Tensor gradient) {
    Tensor p = logP.exp();
    return List.of(
        Optional.of(p.mul(logP.sub(logQ)).mul(gradient)),
        Optional.of(logQ.exp().sub(p).mul(gradient)));
  }
}
