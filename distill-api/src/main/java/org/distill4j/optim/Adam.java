package org.distill4j.optim;

import java.util.List;

/**
 * Adam (Kingma and Ba 2015, algorithm 1). At step t from 1, with gradient g and learning rate η:
 *
 * <pre>
 * m ← β₁·m + (1 − β₁)·g,   v ← β₂·v + (1 − β₂)·g²
 * p ← p − η · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 * </pre>
 *
 * @param learningRate η, step by step
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε, above 0, added after the bias correction and outside of the root
 */
public record Adam(Schedule learningRate, double beta1, double beta2, double epsilon)
    implements Optimizer {
  /** The slot that holds m. */
  public static final String FIRST_MOMENT = "firstMoment";

  /** The slot that holds v. */
  public static final String SECOND_MOMENT = "secondMoment";

  /**
   * Checks the ranges.
   *
   * @param learningRate η
   * @param beta1 β₁
   * @param beta2 β₂
   * @param epsilon ε
   * @throws IllegalArgumentException if a number is out of range
   */
  public Adam {
    Ranges.requireFraction("beta1", beta1);
    Ranges.requireFraction("beta2", beta2);
    Ranges.requirePositive("epsilon", epsilon);
  }

  /**
   * Adam with the paper's β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
   *
   * @param learningRate the learning rate
   * @return the optimizer
   */
  public static Adam of(double learningRate) {
    return of(Schedule.constant(learningRate));
  }

  /**
   * Adam with the paper's β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
   *
   * @param learningRate the learning rate, step by step
   * @return the optimizer
   */
  public static Adam of(Schedule learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8);
  }

  @Override
  public List<String> slots() {
    return List.of(FIRST_MOMENT, SECOND_MOMENT);
  }
}
