package org.distill4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.tensor.Tensor;

/** The named tensors that a model gives, in order; each has the batch on axis 0. */
public final class Outputs {
  /** The name of a classifier's scores before the softmax, of shape (batch, classes). */
  public static final String LOGITS = "logits";

  private final Map<String, Tensor> tensors;

  private Outputs(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * Returns a classifier's outputs.
   *
   * @param logits (batch, classes)
   * @return the outputs
   */
  public static Outputs logits(Tensor logits) {
    return of(LOGITS, logits);
  }

  /**
   * Returns a single named output.
   *
   * @param name its name
   * @param tensor the output
   * @return the outputs
   */
  public static Outputs of(String name, Tensor tensor) {
    return new Outputs(Map.of(name, tensor));
  }

  /**
   * Returns outputs from a map.
   *
   * @param tensors the tensors by name, in order
   * @return the outputs
   */
  public static Outputs of(Map<String, Tensor> tensors) {
    return new Outputs(new LinkedHashMap<>(tensors));
  }

  /**
   * Returns these outputs and one more.
   *
   * @param name its name
   * @param tensor the output
   * @return all of them
   * @throws IllegalArgumentException if there is one of that name
   */
  public Outputs with(String name, Tensor tensor) {
    Map<String, Tensor> more = new LinkedHashMap<>(tensors);
    if (more.put(name, tensor) != null) {
      throw new IllegalArgumentException(
          "Output " + name + " was given twice, expected each name once.\nMaybe rename a head.");
    }
    return new Outputs(more);
  }

  /** {@return the output named "logits"} */
  public Tensor logits() {
    return get(LOGITS);
  }

  /**
   * Returns one output.
   *
   * @param name its name
   * @return the output
   * @throws IllegalArgumentException if there is none of that name
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(NameMessages.missing("output", name, tensors.keySet()));
    }
    return tensor;
  }

  /** {@return a read-only view of all outputs, in order} */
  public Map<String, Tensor> asMap() {
    return Collections.unmodifiableMap(tensors);
  }
}
