package org.distill4j.model;

import org.distill4j.tensor.Tensor;

/** A layer of a model: it takes one tensor and gives one tensor. */
@FunctionalInterface
public interface Layer {
  /**
   * Records the layer's output for its input.
   *
   * @param scope gives the layer's parameters, under the layer's own path
   * @param input the input, with the batch on axis 0
   * @return the output, with the batch on axis 0
   */
  Tensor forward(Scope scope, Tensor input);

  /**
   * Returns the kind of the layer, for summaries and default names.
   *
   * @return the name of its class; "Layer" if it is a lambda or has no name
   */
  default String kind() {
    boolean nameless = getClass().isHidden() || getClass().isAnonymousClass();
    return nameless ? "Layer" : getClass().getSimpleName();
  }
}
