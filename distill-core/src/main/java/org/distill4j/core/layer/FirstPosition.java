package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * The first position of a sequence, from (batch, length, width) to (batch, width): that of the
 * token [CLS], by which encoders such as BERT classify (Devlin et al. 2019).
 */
public record FirstPosition() implements Layer {
  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Shape shape = input.shape();
    LayerChecks.input("FirstPosition", shape, shape.rank() == 3, "(batch, length, width)");
    return input.slice(1, 0, 1).reshape(shape.dim(0), shape.dim(2));
  }
}
