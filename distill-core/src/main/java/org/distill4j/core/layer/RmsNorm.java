package org.distill4j.core.layer;

import org.distill4j.core.init.Initializers;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Root mean square normalisation (Zhang and Sennrich 2019, eq. 4) over the last axis: y = x /
 * √(mean(x²) + ε) · weight, with the mean over the {@code width} values of one position. Unlike
 * {@link LayerNorm} it subtracts no mean and has no bias. For (batch, …, width).
 *
 * @param width the length of the last axis, at least 1
 * @param epsilon what is added to the mean square, above 0
 */
public record RmsNorm(int width, double epsilon) implements Layer {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public RmsNorm {
    LayerChecks.atLeastOne("width of an RMS norm", width);
    LayerChecks.positive("epsilon of an RMS norm", epsilon);
  }

  /**
   * Returns the normalisation with ε = 1e-6, as most language models have it.
   *
   * @param width the length of the last axis
   * @return the layer
   * @throws IllegalArgumentException if it is below 1
   */
  public static RmsNorm of(int width) {
    return new RmsNorm(width, 1e-6);
  }

  /**
   * Returns this layer with another ε.
   *
   * @param epsilon what is added to the mean square, above 0
   * @return the changed layer
   */
  public RmsNorm withEpsilon(double epsilon) {
    return new RmsNorm(width, epsilon);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Shape given = input.shape();
    boolean fits = given.rank() >= 2 && given.dim(-1) == width;
    LayerChecks.input("RmsNorm", given, fits, "(batch, …, " + width + ")");
    Tensor weight = scope.parameter("weight", Shape.of(width), Initializers.ones());
    return input.div(input.square().meanKeep(-1).add(epsilon).sqrt()).mul(weight);
  }
}
