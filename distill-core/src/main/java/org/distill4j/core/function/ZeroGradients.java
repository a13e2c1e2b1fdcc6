package org.distill4j.core.function;

import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Finds out which results of a composite no gradient reaches. */
final class ZeroGradients {
  private ZeroGradients() {}

  /** Whether a gradient is recorded as a fixed 0, as it is where none flows. */
  static boolean isZero(Tensor gradient) {
    if (gradient.op() instanceof Op.BroadcastTo) {
      return isZero(gradient.inputs().get(0));
    }
    return gradient.op() instanceof Op.Literal literal && literal.value() == 0;
  }
}
