package org.distill4j.core.layer;

import java.util.Optional;
import org.distill4j.core.init.Initializers;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * A fully connected layer: y = x·W + b, from (batch, …, in) to (batch, …, out). The weight W is
 * (in, out), the transpose of PyTorch's; the bias b is (out).
 *
 * @param in the length of the input's last axis, at least 1
 * @param out the length of the output's last axis, at least 1
 * @param weight the first values of "weight"
 * @param bias the first values of "bias"; empty for a layer without one
 */
public record Dense(int in, int out, Initializer weight, Optional<Initializer> bias)
    implements Layer {
  /**
   * Checks the widths.
   *
   * @throws IllegalArgumentException if a width is below 1
   */
  public Dense {
    LayerChecks.atLeastOne("input width of a dense layer", in);
    LayerChecks.atLeastOne("output width of a dense layer", out);
  }

  /**
   * A layer with a bias, weight and bias both uniform in ±1 / √in as PyTorch's Linear.
   *
   * @param in the input's width
   * @param out the output's width
   * @return the layer
   * @throws IllegalArgumentException if a width is below 1
   */
  public static Dense of(int in, int out) {
    LayerChecks.atLeastOne("input width of a dense layer", in);
    return new Dense(in, out, Initializers.kaimingUniform(), Optional.of(Initializers.biasFor(in)));
  }

  /** {@return this layer without a bias} */
  public Dense withoutBias() {
    return new Dense(in, out, weight, Optional.empty());
  }

  /**
   * Returns this layer with another initializer of the bias.
   *
   * @param bias the first values of the bias
   * @return the changed layer
   */
  public Dense withBias(Initializer bias) {
    return new Dense(in, out, weight, Optional.of(bias));
  }

  /**
   * Returns this layer with another initializer of the weight.
   *
   * @param weight the first values of the weight
   * @return the changed layer
   */
  public Dense withWeight(Initializer weight) {
    return new Dense(in, out, weight, bias);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Tensor product = input.matmul(scope.parameter("weight", Shape.of(in, out), weight));
    return bias.map(initializer -> product.add(scope.parameter("bias", Shape.of(out), initializer)))
        .orElse(product);
  }
}
