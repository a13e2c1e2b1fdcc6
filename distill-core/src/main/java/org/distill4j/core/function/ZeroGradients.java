package org.distill4j.core.function;

import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Finds the results of a composite that no gradient reaches. */
final class ZeroGradients {
  private ZeroGradients() {}

  /** Returns whether a gradient is recorded as a fixed 0, as where none flows. */
  static boolean isZero(Tensor gradient) {
    if (gradient.op() instanceof Op.BroadcastTo) {
      return isZero(gradient.inputs().get(0));
    }
    return gradient.op() instanceof Op.Literal literal && literal.value() == 0;
  }
}
