package org.distill4j.optim;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.Tensor;

/**
 * What an optimizer changes one parameter by, as recorded tensors.
 *
 * @param parameter the parameter before the step
 * @param gradient its gradient, of its shape
 * @param slots its slots before the step, in the order of {@link Optimizer#slots}
 * @param rate the learning rate, a scalar
 * @param numbers the step's numbers, scalars, in the order of {@link Optimizer#numbers}
 */
public record ParameterStep(
    Tensor parameter, Tensor gradient, List<Tensor> slots, Tensor rate, List<Tensor> numbers) {
  /**
   * Takes copies of the lists.
   *
   * @param parameter the parameter
   * @param gradient its gradient
   * @param slots its slots
   * @param rate the learning rate
   * @param numbers the step's numbers
   */
  public ParameterStep {
    slots = List.copyOf(slots);
    numbers = List.copyOf(numbers);
  }

  /** {@return everything, in the order of the components} */
  public List<Tensor> all() {
    List<Tensor> all = new ArrayList<>(List.of(parameter, gradient));
    all.addAll(slots);
    all.add(rate);
    all.addAll(numbers);
    return all;
  }
}
