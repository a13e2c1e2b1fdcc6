package org.distill4j.core.layer;

import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;

/**
 * The gated feed-forward layer SwiGLU (Shazeer 2020, eq. 6), on (batch, …, width) to the same
 * shape: y = contract(silu(gate(x)) · expand(x)), where "gate" and "expand" are dense layers from
 * width to hidden, "contract" is one from hidden to width, and none has a bias. It stands in place
 * of the two dense layers of a transformer's block. With two thirds of their hidden width it has as
 * many weights.
 *
 * @param width the length of the last axis, at least 1
 * @param hidden the width of the gate, at least 1
 */
public record SwiGlu(int width, int hidden) implements Layer {
  /**
   * Checks the widths.
   *
   * @throws IllegalArgumentException if a width is below 1
   */
  public SwiGlu {
    LayerChecks.atLeastOne("width of a SwiGLU layer", width);
    LayerChecks.atLeastOne("hidden width of a SwiGLU layer", hidden);
  }

  /**
   * Returns the layer, with weights that begin as those of {@link Dense}.
   *
   * @param width the length of the last axis
   * @param hidden the width of the gate
   * @return the layer
   * @throws IllegalArgumentException if a width is below 1
   */
  public static SwiGlu of(int width, int hidden) {
    return new SwiGlu(width, hidden);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Dense in = Dense.of(width, hidden).withoutBias();
    Tensor gate = scope.run("silu", Activation.SILU, scope.run("gate", in, input));
    Tensor gated = gate.mul(scope.run("expand", in, input));
    return scope.run("contract", Dense.of(hidden, width).withoutBias(), gated);
  }
}
