package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;

/** An elementwise function without parameters, for any shape. */
public enum Activation implements Layer {
  /** max(x, 0). */
  RELU("Relu"),
  /** x · Φ(x), with the exact normal distribution function (Hendrycks and Gimpel 2016). */
  GELU("Gelu"),
  /** x / (1 + exp(−x)), also called swish (Elfwing et al. 2018). */
  SILU("Silu"),
  /** 1 / (1 + exp(−x)). */
  SIGMOID("Sigmoid"),
  /** The hyperbolic tangent. */
  TANH("Tanh");

  private final String kind;

  Activation(String kind) {
    this.kind = kind;
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    return switch (this) {
      case RELU -> input.relu();
      case GELU -> input.gelu();
      case SILU -> input.mul(input.sigmoid());
      case SIGMOID -> input.sigmoid();
      case TANH -> input.tanh();
    };
  }

  /** Returns the name of the function. */
  @Override
  public String kind() {
    return kind;
  }
}
