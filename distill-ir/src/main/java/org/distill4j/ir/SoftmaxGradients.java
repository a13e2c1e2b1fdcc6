package org.distill4j.ir;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;

/** The gradients of the softmax and of its logarithm, as composites. */
final class SoftmaxGradients {
  private SoftmaxGradients() {}

  /** y · (g − Σ g · y) for the softmax y. */
  static Tensor softmax(Tensor gradient, Tensor softmax, int axis) {
    return along(
        axis,
        "softmax-gradient",
        gradient,
        softmax,
        (g, y) -> y.mul(g.sub(g.mul(y).sumKeep(axis))));
  }

  /** g − exp(y) · Σ g for the log-softmax y. */
  static Tensor logSoftmax(Tensor gradient, Tensor logSoftmax, int axis) {
    return along(
        axis,
        "log-softmax-gradient",
        gradient,
        logSoftmax,
        (g, y) -> g.sub(y.exp().mul(g.sumKeep(axis))));
  }

  private static Tensor along(
      int axis, String name, Tensor gradient, Tensor result, BinaryOperator<Tensor> body) {
    return Composite.apply(
            name,
            Map.of("axis", (double) axis),
            List.of(gradient, result),
            all -> List.of(body.apply(all.get(0), all.get(1))))
        .get(0);
  }
}
