package org.distill4j.core.function;

import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;

/** The Kullback-Leibler divergence of two distributions, as the composite {@code kl-divergence}. */
public final class KlDivergence {
  private KlDivergence() {}

  /**
   * Computes KL(p ‖ q) = Σ p · (log p − log q) for each row.
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
            all -> List.of(body(all.get(0), all.get(1))))
        .get(0);
  }

  private static Tensor body(Tensor logP, Tensor logQ) {
    return logP.exp().mul(logP.sub(logQ)).sum(1);
  }
}
