package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Divides vectors along the last axis by their length: y = x / max(√Σx², 1e-12), as sentence
 * encoders give embeddings whose products are cosines (Reimers and Gurevych 2019). For (batch, …,
 * width), to the same shape. A vector of zeros stays one, with a finite gradient.
 */
public record L2Norm() implements Layer {
  private static final double SHORTEST = 1e-12;

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Shape given = input.shape();
    LayerChecks.input("L2Norm", given, given.rank() >= 2, "(batch, …, width)");
    Tensor squares = input.square().sumKeep(-1);
    return input.div(squares.maximum(Tensor.of(SHORTEST * SHORTEST)).sqrt());
  }
}
