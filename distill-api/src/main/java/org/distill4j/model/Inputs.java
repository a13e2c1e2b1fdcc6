package org.distill4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.tensor.Tensor;

/** The named tensors that a model takes, in order; each has the batch on axis 0. */
public final class Inputs {
  /** The name of an input that has no name of its own. */
  public static final String INPUT = "input";

  private final Map<String, Tensor> tensors;

  private Inputs(Map<String, Tensor> tensors) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Returns inputs from a map.
   *
   * @param tensors the tensors by name, in order
   * @return the inputs
   */
  public static Inputs of(Map<String, Tensor> tensors) {
    return new Inputs(tensors);
  }

  /**
   * Returns a single unnamed input.
   *
   * @param tensor the input
   * @return the inputs
   */
  public static Inputs of(Tensor tensor) {
    return new Inputs(Map.of(INPUT, tensor));
  }

  /**
   * Returns one input.
   *
   * @param name its name
   * @return the input
   * @throws IllegalArgumentException if there is none of that name
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(NameMessages.missing("input", name, tensors.keySet()));
    }
    return tensor;
  }

  /**
   * Returns the only input.
   *
   * @return the input, whatever its name
   * @throws IllegalArgumentException if there are several
   */
  public Tensor only() {
    return InputNames.only(tensors);
  }

  /** {@return a read-only view of all inputs, in order} */
  public Map<String, Tensor> asMap() {
    return tensors;
  }
}
