package org.distill4j.core.layer;

import org.distill4j.core.function.LayerNormalization;
import org.distill4j.core.init.Initializers;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Layer normalisation (Ba et al. 2016) over the last axis: y = (x − mean) / √(variance + ε) ·
 * weight + bias, with mean and variance (divided by n) of the {@code width} values of one position.
 * For (batch, …, width).
 *
 * @param width the length of the last axis, at least 1
 * @param epsilon what is added to the variance, above 0
 */
public record LayerNorm(int width, double epsilon) implements Layer {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public LayerNorm {
    LayerChecks.atLeastOne("width of a layer norm", width);
    LayerChecks.positive("epsilon of a layer norm", epsilon);
  }

  /**
   * Returns layer normalisation with ε = 1e-5, as PyTorch's.
   *
   * @param width the length of the last axis
   * @return the layer
   * @throws IllegalArgumentException if it is below 1
   */
  public static LayerNorm of(int width) {
    return new LayerNorm(width, 1e-5);
  }

  /**
   * This layer with another ε.
   *
   * @param epsilon what is added to the variance, above 0
   * @return the changed layer
   */
  public LayerNorm withEpsilon(double epsilon) {
    return new LayerNorm(width, epsilon);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Shape given = input.shape();
    boolean fits = given.rank() >= 2 && given.dim(-1) == width;
    LayerChecks.input("LayerNorm", given, fits, "(batch, …, " + width + ")");
    Tensor weight = scope.parameter("weight", Shape.of(width), Initializers.ones());
    Tensor bias = scope.parameter("bias", Shape.of(width), Initializers.zeros());
    return LayerNormalization.of(input, weight, bias, epsilon);
  }
}
