package org.distill4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.tensor.HostTensor;

/** The named outputs of a model for one batch, on the host; each has the batch on axis 0. */
public final class Predictions {
  private final Map<String, HostTensor> tensors;

  private Predictions(Map<String, HostTensor> tensors) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Returns predictions from a map.
   *
   * @param tensors the tensors by name, in order
   * @return the predictions
   */
  public static Predictions of(Map<String, HostTensor> tensors) {
    return new Predictions(tensors);
  }

  /**
   * Returns a classifier's predictions.
   *
   * @param logits (batch, classes)
   * @return the predictions
   */
  public static Predictions logits(HostTensor logits) {
    return new Predictions(Map.of(Outputs.LOGITS, logits));
  }

  /** {@return the output named "logits"} */
  public HostTensor logits() {
    return get(Outputs.LOGITS);
  }

  /**
   * Returns one output.
   *
   * @param name its name
   * @return the output
   * @throws IllegalArgumentException if there is none of that name
   */
  public HostTensor get(String name) {
    HostTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          NameMessages.missing("prediction", name, tensors.keySet()));
    }
    return tensor;
  }

  /** {@return a read-only view of all outputs, in order} */
  public Map<String, HostTensor> asMap() {
    return tensors;
  }

  /**
   * Returns the predictions for some rows of the batch.
   *
   * @param from the first row
   * @param to the row after the last
   * @return views that share the values
   */
  public Predictions rows(int from, int to) {
    Map<String, HostTensor> part = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> part.put(name, tensor.rows(from, to)));
    return new Predictions(part);
  }
}
