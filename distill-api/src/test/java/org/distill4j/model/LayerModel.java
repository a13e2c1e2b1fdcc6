package org.distill4j.model;

import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** A model whose only output, "logits", is a layer's. */
public record LayerModel(TensorSpec input, Layer layer) implements SingleInputModel {
  @Override
  public Shape inputShape() {
    return input.shape();
  }

  @Override
  public DType inputType() {
    return input.type();
  }

  @Override
  public Outputs forward(Scope scope, Tensor batch) {
    return Outputs.logits(layer.forward(scope, batch));
  }
}
