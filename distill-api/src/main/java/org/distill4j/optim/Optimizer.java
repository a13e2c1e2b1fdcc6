package org.distill4j.optim;

import java.util.List;
import org.distill4j.tensor.Tensor;

/**
 * An optimizer: a recorded function of one parameter, its gradient, its slots and numbers that the
 * host computes for each step.
 *
 * <p>Implement it as a record: checkpoints keep its text, and a training whose optimizer has
 * another text is refused when it is resumed.
 */
public interface Optimizer {
  /** {@return the learning rate, step by step} */
  Schedule learningRate();

  /**
   * {@return the names of the slots: arrays kept for each parameter, of its shape and initially
   * zero}
   */
  List<String> slots();

  /**
   * Returns the numbers that a step needs besides the learning rate, such as powers of a decay
   * factor. They are computed here in double precision, as float32 would be too inexact.
   *
   * @param step the number of the step, from 1
   * @return the numbers; as many at every step
   */
  default List<Double> numbers(long step) {
    return List.of();
  }

  /**
   * Records one step for one parameter.
   *
   * @param step the parameter, its gradient, its slots, and the step's numbers
   * @return the new parameter, then the new value of each slot, in the order of {@link #slots}
   */
  List<Tensor> update(ParameterStep step);

  /** {@return this optimizer without weight decay; itself if it has none} */
  default Optimizer withoutWeightDecay() {
    return this;
  }

  /**
   * Returns the magnitude below which an element of a slot counts as zero: it is set to 0 every
   * hundred steps, so that a slot whose gradients have stopped does not decay into subnormal
   * numbers, which slow processors down.
   *
   * @param slot the slot's name
   * @param use how the model uses the parameter that has the slot
   * @return the magnitude; 0 if nothing is to be set to 0
   */
  default double negligible(String slot, ParameterStep.Use use) {
    return 1e-30;
  }

  /**
   * Returns this optimizer with another learning rate.
   *
   * @param rate the learning rate, step by step
   * @return an optimizer that differs in nothing else
   */
  default Optimizer withLearningRate(Schedule rate) {
    return new OtherRate(this, rate);
  }
}
