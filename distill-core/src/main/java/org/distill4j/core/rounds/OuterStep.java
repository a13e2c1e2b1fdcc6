package org.distill4j.core.rounds;

/**
 * The step along the average of a round in DiLoCo (Douillard et al. 2023): gradient descent with
 * Nesterov's momentum. With Δ the weights before the round minus the average of the workers'
 * weights after it, v the velocity (zero at first), μ the momentum and η the rate:
 *
 * <pre>
 * v ← μ·v + Δ,   w ← w − η·(Δ + μ·v)
 * </pre>
 *
 * <p>It is computed in double precision, where the velocity stays; weights are rounded to float32.
 *
 * @param rate η, above 0; 1 with momentum 0 takes the average itself
 * @param momentum μ in [0, 1)
 */
public record OuterStep(double rate, double momentum) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public OuterStep {
    if (!(rate > 0) || !Double.isFinite(rate) || !(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "An outer step of rate "
              + rate
              + " and momentum "
              + momentum
              + ", expected a rate above 0 and a momentum in [0, 1).\n"
              + "Maybe the arguments are in another order; the paper has rate 0.7, momentum 0.9.");
    }
  }

  /** {@return the paper's settings: rate 0.7, momentum 0.9} */
  public static OuterStep standard() {
    return new OuterStep(0.7, 0.9);
  }

  /** {@return a step to the average of the workers' weights itself} */
  public static OuterStep average() {
    return new OuterStep(1, 0);
  }

  /** Changes weights and velocity at the indexes [from, to). */
  void apply(float[] weights, float[] delta, double[] velocity, int from, int to) {
    for (int i = from; i < to; i++) {
      velocity[i] = momentum * velocity[i] + delta[i];
      weights[i] = (float) (weights[i] - rate * (delta[i] + momentum * velocity[i]));
    }
  }
}
