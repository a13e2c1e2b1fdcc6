package org.distill4j.optim;

import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;

/**
 * Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019, algorithm 2): p ← p −
 * η·λ·p, then {@link Adam}'s update.
 *
 * @param learningRate η, step by step
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε, above 0
 * @param weightDecay λ, at least 0
 */
public record AdamW(
    Schedule learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public AdamW {
    RangeChecks.requireFraction("beta1", beta1);
    RangeChecks.requireFraction("beta2", beta2);
    RangeChecks.requirePositive("epsilon", epsilon);
    RangeChecks.requireNotNegative("weight decay", weightDecay);
  }

  /**
   * AdamW with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
   *
   * @param learningRate the learning rate
   * @param weightDecay λ
   * @return the optimizer
   */
  public static AdamW of(double learningRate, double weightDecay) {
    return of(Schedule.constant(learningRate), weightDecay);
  }

  /**
   * AdamW with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
   *
   * @param learningRate the learning rate, step by step
   * @param weightDecay λ
   * @return the optimizer
   */
  public static AdamW of(Schedule learningRate, double weightDecay) {
    return new AdamW(learningRate, 0.9, 0.999, 1e-8, weightDecay);
  }

  @Override
  public AdamW withoutWeightDecay() {
    return new AdamW(learningRate, beta1, beta2, epsilon, 0);
  }

  @Override
  public List<String> slots() {
    return List.of(Adam.FIRST_MOMENT, Adam.SECOND_MOMENT);
  }

  @Override
  public List<Double> numbers(long step) {
    return Adam.numbers(step, beta1, beta2);
  }

  @Override
  public double negligible(String slot, ParameterStep.Use use) {
    return Adam.negligibleMoment(slot);
  }

  /** The composite {@code adamw} of the step's tensors, in their order. */
  @Override
  public List<Tensor> update(ParameterStep step) {
    Map<String, Double> numbers =
        Map.of("beta1", beta1, "beta2", beta2, "epsilon", epsilon, "weightDecay", weightDecay);
    return Composite.apply("adamw", numbers, step.all(), this::update);
  }

  private List<Tensor> update(List<Tensor> all) {
    Tensor decayed = all.get(0).sub(all.get(0).mul(all.get(4).mul(weightDecay)));
    return Adam.update(all, decayed, beta1, beta2, epsilon);
  }
}
