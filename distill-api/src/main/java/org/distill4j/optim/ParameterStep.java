package org.distill4j.optim;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.Tensor;

/**
 * The recorded tensors of an optimizer's step for one parameter.
 *
 * @param use how the model uses the parameter
 * @param parameter the parameter before the step
 * @param gradient its gradient, of its shape
 * @param slots its slots before the step, in the order of {@link Optimizer#slots}
 * @param rate the learning rate, a scalar
 * @param numbers the step's numbers, scalars, in the order of {@link Optimizer#numbers}
 */
public record ParameterStep(
    Use use,
    Tensor parameter,
    Tensor gradient,
    List<Tensor> slots,
    Tensor rate,
    List<Tensor> numbers) {
  /** How a model uses a parameter. */
  public enum Use {
    /** As a whole. */
    WHOLE,
    /** As a table whose rows are only looked up by ids. */
    LOOKED_UP
  }

  /** Takes copies of the lists. */
  public ParameterStep {
    slots = List.copyOf(slots);
    numbers = List.copyOf(numbers);
  }

  /** {@return parameter, gradient, slots, rate and numbers, in this order} */
  public List<Tensor> all() {
    List<Tensor> all = new ArrayList<>(List.of(parameter, gradient));
    all.addAll(slots);
    all.add(rate);
    all.addAll(numbers);
    return all;
  }
}
