package org.distill4j.core.layer;

import java.util.Optional;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * A layer with a skip connection (He et al. 2016): y = body(x) + x, or body(x) + projection(x)
 * where the body changes the shape. Its parts are named "body" and "projection".
 *
 * @param body the layer
 * @param projection what brings the input to the body's output shape; empty if they are the same
 */
public record Residual(Layer body, Optional<Layer> projection) implements Layer {
  /**
   * Returns a layer whose input is added to its output.
   *
   * @param body the layer, whose output has the shape of its input
   * @return the sum
   */
  public static Residual of(Layer body) {
    return new Residual(body, Optional.empty());
  }

  /**
   * Returns this layer with a projection of the input.
   *
   * @param projection what brings the input to the body's output shape
   * @return the changed layer
   */
  public Residual withProjection(Layer projection) {
    return new Residual(body, Optional.of(projection));
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Tensor around = projection.map(layer -> scope.run("projection", layer, input)).orElse(input);
    Tensor through = scope.run("body", body, input);
    requireSame(through.shape(), around.shape());
    return through.add(around);
  }

  private static void requireSame(Shape through, Shape around) {
    if (!through.equals(around)) {
      throw new IllegalArgumentException(
          "A residual's body gives shape "
              + through
              + " and the way around it "
              + around
              + ", expected the same.\nMaybe add .withProjection(…), a 1 × 1 convolution or a dense"
              + " layer.");
    }
  }
}
