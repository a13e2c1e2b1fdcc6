package org.distill4j.optim;

import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;

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
   * @throws IllegalArgumentException if a number is out of range
   */
  public Adam {
    RangeChecks.requireFraction("beta1", beta1);
    RangeChecks.requireFraction("beta2", beta2);
    RangeChecks.requirePositive("epsilon", epsilon);
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

  @Override
  public List<Double> numbers(long step) {
    return numbers(step, beta1, beta2);
  }

  /** t, 1 − β₁ᵗ and 1 − β₂ᵗ. */
  static List<Double> numbers(long step, double beta1, double beta2) {
    double number = (double) step;
    return List.of(number, 1 - Math.pow(beta1, number), 1 - Math.pow(beta2, number));
  }

  @Override
  public double negligible(String slot, ParameterStep.Use use) {
    return negligibleMoment(slot);
  }

  /** The second moment holds squares, and it decays more slowly. */
  static double negligibleMoment(String slot) {
    return slot.equals(SECOND_MOMENT) ? 1.4e-38 : 1e-30;
  }

  /** The composite {@code adam} of the step's tensors, in their order. */
  @Override
  public List<Tensor> update(ParameterStep step) {
    Map<String, Double> numbers = Map.of("beta1", beta1, "beta2", beta2, "epsilon", epsilon);
    return Composite.apply(
        "adam", numbers, step.all(), all -> update(all, all.get(0), beta1, beta2, epsilon));
  }

  /** Returns the new parameter and moments, where the parameter may have been changed before. */
  static List<Tensor> update(
      List<Tensor> all, Tensor parameter, double beta1, double beta2, double epsilon) {
    Tensor gradient = all.get(1);
    Tensor first = all.get(2).mul(beta1).add(gradient.mul(1 - beta1));
    Tensor second = all.get(3).mul(beta2).add(gradient.square().mul(1 - beta2));
    Tensor rate = all.get(4).div(all.get(6));
    Tensor root = second.div(all.get(7)).sqrt();
    return List.of(parameter.sub(first.mul(rate).div(root.add(epsilon))), first, second);
  }
}
