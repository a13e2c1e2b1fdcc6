package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;

/** Joins all axes after the batch to one: from (batch, a, b, …) to (batch, a·b·…). */
public record Flatten() implements Layer {
  @Override
  public Tensor forward(Scope scope, Tensor input) {
    return input.flatten();
  }
}
