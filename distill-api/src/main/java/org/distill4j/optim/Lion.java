package org.distill4j.optim;

import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;

/**
 * Lion (Chen et al. 2023, algorithm 2): every element moves by the learning rate, in the direction
 * of the sign of a momentum. With gradient g, learning rate η and weight decay λ:
 *
 * <pre>
 * p ← p − η · (sign(β₁·m + (1 − β₁)·g) + λ·p),   m ← β₂·m + (1 − β₂)·g
 * </pre>
 *
 * <p>The paper takes a learning rate 3 to 10 times smaller than AdamW's, and a weight decay as many
 * times larger.
 *
 * @param learningRate η, step by step
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param weightDecay λ, at least 0
 */
public record Lion(Schedule learningRate, double beta1, double beta2, double weightDecay)
    implements Optimizer {
  /** The slot that holds m. */
  public static final String MOMENTUM = "momentum";

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public Lion {
    RangeChecks.requireFraction("beta1", beta1);
    RangeChecks.requireFraction("beta2", beta2);
    RangeChecks.requireNotNegative("weight decay", weightDecay);
  }

  /**
   * Lion with the paper's β₁ = 0.9 and β₂ = 0.99, without weight decay.
   *
   * @param learningRate the learning rate
   * @return the optimizer
   */
  public static Lion of(double learningRate) {
    return of(Schedule.constant(learningRate));
  }

  /**
   * Lion with the paper's β₁ = 0.9 and β₂ = 0.99, without weight decay.
   *
   * @param learningRate the learning rate, step by step
   * @return the optimizer
   */
  public static Lion of(Schedule learningRate) {
    return new Lion(learningRate, 0.9, 0.99, 0);
  }

  /**
   * Returns this optimizer with weight decay.
   *
   * @param weightDecay λ, at least 0
   * @return the changed optimizer
   */
  public Lion withWeightDecay(double weightDecay) {
    return new Lion(learningRate, beta1, beta2, weightDecay);
  }

  @Override
  public Lion withoutWeightDecay() {
    return withWeightDecay(0);
  }

  @Override
  public List<String> slots() {
    return List.of(MOMENTUM);
  }

  /** The composite {@code lion} of the step's tensors, in their order. */
  @Override
  public List<Tensor> update(ParameterStep step) {
    Map<String, Double> numbers =
        Map.of("beta1", beta1, "beta2", beta2, "weightDecay", weightDecay);
    return Composite.apply("lion", numbers, step.all(), this::update);
  }

  private List<Tensor> update(List<Tensor> all) {
    Tensor parameter = all.get(0);
    Tensor gradient = all.get(1);
    Tensor momentum = all.get(2);
    Tensor direction = sign(momentum.mul(beta1).add(gradient.mul(1 - beta1)));
    Tensor move = direction.add(parameter.mul(weightDecay)).mul(all.get(3));
    return List.of(parameter.sub(move), momentum.mul(beta2).add(gradient.mul(1 - beta2)));
  }

  /** 1, −1, or the value itself if it is 0 or NaN. */
  private static Tensor sign(Tensor value) {
    Tensor zero = Tensor.of(0);
    Tensor notPositive = value.less(zero).where(Tensor.of(-1), value);
    return value.greater(zero).where(Tensor.of(1), notPositive);
  }
}
