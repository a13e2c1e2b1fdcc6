package org.distill4j.optim;

import org.distill4j.model.Weights;
import org.distill4j.tensor.Tensor;

/**
 * An exponential moving average of the trained parameters over the steps (Polyak and Juditsky 1992;
 * as in Tarvainen and Valpola 2017). After step t the average of a parameter p is
 *
 * <pre>
 * (1 − d) · Σ dᵗ⁻ⁱ · pᵢ / (1 − dᵗ)      for i from 1 to t
 * </pre>
 *
 * <p>so it is unbiased: the weights before the first step have no part in it. Training itself
 * continues with the parameters. States, such as running statistics, are not averaged.
 *
 * @param decay d in [0, 1); 0.999 averages over about the last thousand steps
 */
public record WeightAverage(double decay) {
  /** The slot of an {@link OptimizerState} that holds the averages. */
  public static final String SLOT = "average";

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public WeightAverage {
    RangeChecks.requireFraction("decay of the average", decay);
  }

  /**
   * Returns the share that the parameters after a step have in the average after it.
   *
   * @param step the number of the step, from 1
   * @return (1 − d) / (1 − dᵗ), which is 1 at the first step
   */
  public double share(long step) {
    return (1 - decay) / (1 - Math.pow(decay, (double) step));
  }

  /**
   * Records one step of the average.
   *
   * @param average the average before the step
   * @param parameter the parameter after the step
   * @param share {@link #share}, a scalar
   * @return the average after the step
   */
  public static Tensor update(Tensor average, Tensor parameter, Tensor share) {
    return average.mul(Tensor.of(1).sub(share)).add(parameter.mul(share));
  }

  /**
   * Returns weights with the averages in place of the parameters.
   *
   * @param weights parameters and states
   * @param state the optimizer's memory of the same moment
   * @return the weights, with the averages if the memory holds some
   */
  public static Weights applied(Weights weights, OptimizerState state) {
    Weights averages = state.slots().get(SLOT);
    return averages == null || state.step() == 0 ? weights : weights.and(averages);
  }
}
