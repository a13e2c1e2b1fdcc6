package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Reorders nothing and changes the axes: each example's elements in row-major order, from (batch,
 * …) to (batch, shape…).
 *
 * @param shape the shape of one example afterwards
 */
public record Reshape(Shape shape) implements Layer {
  /**
   * Returns a layer that reshapes each example.
   *
   * @param dims the lengths of an example's axes afterwards, without the batch axis
   * @return the layer
   * @throws IllegalArgumentException if a length is below 1
   */
  public static Reshape of(int... dims) {
    return new Reshape(Shape.of(dims));
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    return input.reshape(shape.prepend(input.shape().dim(0)).dims());
  }
}
