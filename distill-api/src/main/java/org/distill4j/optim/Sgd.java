package org.distill4j.optim;

import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;

/**
 * Stochastic gradient descent. With g the gradient and the weight decay times the parameter, v the
 * velocity (zero at first), μ the momentum and η the learning rate:
 *
 * <pre>
 * v ← μ·v + g,   p ← p − η·v            classic (Polyak 1964)
 * v ← μ·v + g,   p ← p − η·(g + μ·v)    Nesterov (Sutskever et al. 2013, as PyTorch writes it)
 * </pre>
 *
 * @param learningRate η, step by step
 * @param momentum μ in [0, 1); 0 keeps no velocity
 * @param variant which of the two updates
 * @param weightDecay the factor of the parameter that is added to its gradient, at least 0
 */
public record Sgd(Schedule learningRate, double momentum, Variant variant, double weightDecay)
    implements Optimizer {
  /** The slot that holds v. */
  public static final String VELOCITY = "velocity";

  /** Where the gradient is evaluated. */
  public enum Variant {
    /** At the parameter. */
    CLASSIC,
    /** Ahead of it, along the velocity. */
    NESTEROV
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of range, or Nesterov has no momentum
   */
  public Sgd {
    RangeChecks.requireFraction("momentum", momentum);
    RangeChecks.requireNotNegative("weight decay", weightDecay);
    if (variant == Variant.NESTEROV && momentum == 0) {
      throw new IllegalArgumentException(
          "Nesterov's update with momentum 0.0, expected a momentum above 0.\n"
              + "Maybe 0.9 was meant, or plain SGD.");
    }
  }

  /**
   * Returns plain gradient descent.
   *
   * @param learningRate the learning rate
   * @return the optimizer
   */
  public static Sgd of(double learningRate) {
    return of(Schedule.constant(learningRate));
  }

  /**
   * Returns plain gradient descent.
   *
   * @param learningRate the learning rate, step by step
   * @return the optimizer
   */
  public static Sgd of(Schedule learningRate) {
    return new Sgd(learningRate, 0, Variant.CLASSIC, 0);
  }

  /**
   * Returns this optimizer with classic momentum.
   *
   * @param momentum μ
   * @return the changed optimizer
   */
  public Sgd withMomentum(double momentum) {
    return new Sgd(learningRate, momentum, Variant.CLASSIC, weightDecay);
  }

  /**
   * This optimizer with Nesterov's momentum.
   *
   * @param momentum μ
   * @return the changed optimizer
   */
  public Sgd withNesterov(double momentum) {
    return new Sgd(learningRate, momentum, Variant.NESTEROV, weightDecay);
  }

  /**
   * This optimizer with weight decay.
   *
   * @param weightDecay the factor
   * @return the changed optimizer
   */
  public Sgd withWeightDecay(double weightDecay) {
    return new Sgd(learningRate, momentum, variant, weightDecay);
  }

  @Override
  public Sgd withoutWeightDecay() {
    return withWeightDecay(0);
  }

  @Override
  public List<String> slots() {
    return momentum == 0 ? List.of() : List.of(VELOCITY);
  }

  /** The composite {@code sgd} of the step's tensors, in their order. */
  @Override
  public List<Tensor> update(ParameterStep step) {
    double nesterov = variant == Variant.NESTEROV ? 1 : 0;
    Map<String, Double> numbers =
        Map.of("momentum", momentum, "nesterov", nesterov, "weightDecay", weightDecay);
    return Composite.apply("sgd", numbers, step.all(), this::update);
  }

  private List<Tensor> update(List<Tensor> all) {
    Tensor parameter = all.get(0);
    Tensor rate = all.get(all.size() - 1);
    Tensor gradient = weightDecay == 0 ? all.get(1) : all.get(1).add(parameter.mul(weightDecay));
    if (momentum == 0) {
      return List.of(parameter.sub(gradient.mul(rate)));
    }
    Tensor velocity = all.get(2).mul(momentum).add(gradient);
    Tensor move = variant == Variant.NESTEROV ? gradient.add(velocity.mul(momentum)) : velocity;
    return List.of(parameter.sub(move.mul(rate)), velocity);
  }
}
