package org.distill4j.optim;

/** What is done to gradients before the optimizer sees them. */
public sealed interface Clipping {
  /** {@return no clipping} */
  static Clipping none() {
    return new None();
  }

  /**
   * Scales all gradients together so that their common Euclidean norm is at most a limit: g ← g ·
   * min(1, limit / (‖g‖ + 1e-6)) (Pascanu et al. 2013, algorithm 1).
   *
   * @param limit the largest norm, above 0
   * @return the clipping
   */
  static Clipping byNorm(double limit) {
    return new ByNorm(limit);
  }

  /**
   * Limits each element of each gradient to [−limit, limit].
   *
   * @param limit the largest magnitude, above 0
   * @return the clipping
   */
  static Clipping byValue(double limit) {
    return new ByValue(limit);
  }

  /** Gradients as they are. */
  record None() implements Clipping {}

  /**
   * All gradients scaled together.
   *
   * @param limit the largest common norm
   */
  record ByNorm(double limit) implements Clipping {
    /**
     * Checks the limit.
     *
     * @param limit the limit
     */
    public ByNorm {
      Ranges.requirePositive("clipping norm", limit);
    }
  }

  /**
   * Each element limited.
   *
   * @param limit the largest magnitude
   */
  record ByValue(double limit) implements Clipping {
    /**
     * Checks the limit.
     *
     * @param limit the limit
     */
    public ByValue {
      Ranges.requirePositive("clipping value", limit);
    }
  }
}
