package org.distill4j.model;

import org.distill4j.tensor.Tensor;

/** A part of a model: one tensor in, one tensor out. */
@FunctionalInterface
public interface Layer {
  /**
   * Records what the layer makes of its input.
   *
   * @param scope gives the layer's parameters, under the layer's own path
   * @param input the input, with the batch on axis 0
   * @return the output, with the batch on axis 0
   */
  Tensor forward(Scope scope, Tensor input);

  /**
   * What the layer is, for summaries and for names that nobody chose.
   *
   * @return the name of its class; "Layer" if it is a lambda or has no name
   */
  default String kind() {
    boolean nameless = getClass().isHidden() || getClass().isAnonymousClass();
    return nameless ? "Layer" : getClass().getSimpleName();
  }
}
