package org.distill4j.conformance.reference;

import java.util.List;
import java.util.Map;
import org.distill4j.core.function.KlDivergence;
import org.distill4j.core.function.LayerNormalization;
import org.distill4j.core.function.SoftmaxCrossEntropy;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** The composites of losses and layers. */
final class CompositeDerivatives {
  private static final Tensor LABELS =
      Tensor.of(HostTensor.ofInts(Shape.of(4), 2, -1, 0, 1));

  private CompositeDerivatives() {}

  static List<DerivativeRow> all() {
    Shape rows = Shape.of(3, 4);
    Shape width = Shape.of(4);
    return List.of(
        DerivativeRow.one(
            "softmax cross-entropy", x -> SoftmaxCrossEntropy.of(x, LABELS), 4, 3),
        DerivativeRow.two("KL divergence", CompositeDerivatives::divergence, rows, rows),
        DerivativeRow.one(
            "KL divergence from a function of itself",
            x -> KlDivergence.of(x.logSoftmax(1), x.square().logSoftmax(1)),
            3,
            4),
        DerivativeRow.one(
            "KL divergence from itself", x -> KlDivergence.of(x, x).add(x.sum(1)), 3, 4),
        DerivativeRow.one("one tensor given twice", CompositeDerivatives::product, 3),
        norm("layer norm of rows", rows, width),
        norm("layer norm of sequences", Shape.of(2, 3, 4), width));
  }

  private static Tensor divergence(Tensor p, Tensor q) {
    return KlDivergence.of(p.logSoftmax(1), q.logSoftmax(1));
  }

  private static Tensor product(Tensor x) {
    return Composite.apply(
            "product", Map.of(), List.of(x, x), all -> List.of(all.get(0).mul(all.get(1))))
        .get(0);
  }

  private static DerivativeRow norm(String name, Shape x, Shape width) {
    return DerivativeRow.of(
        name,
        all -> LayerNormalization.of(all.get(0), all.get(1), all.get(2), 0.1),
        x,
        width,
        width);
  }
}
