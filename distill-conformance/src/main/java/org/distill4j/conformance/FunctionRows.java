package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.distill4j.core.function.KlDivergence;
import org.distill4j.core.function.LayerNormalization;
import org.distill4j.core.function.SoftmaxCrossEntropy;
import org.distill4j.ir.Gradients;
import org.distill4j.optim.Clipping;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** The composites of losses, norms and clipping, with the composites of their gradients. */
final class FunctionRows {
  private static final HostTensor LOGITS = Samples.between(-4, 4, 271, 6, 5);
  private static final HostTensor GREAT = Samples.between(-1e4, 1e4, 272, 6, 5);
  private static final Tensor LABELS =
      Tensor.of(HostTensor.ofInts(Shape.of(6), 0, 4, -1, 2, -7, 2));
  private static final HostTensor WEIGHT = Samples.floats(273, 5);
  private static final HostTensor BIAS = Samples.floats(274, 5);

  private FunctionRows() {}

  static List<ProgramCase> all() {
    HostTensor equal = HostTensor.ofFloats(Shape.of(6, 5), new float[30]);
    HostTensor cube = Samples.floats(275, 2, 3, 5);
    return Stream.of(
            row("softmax-cross-entropy", FunctionRows::crossEntropy, LOGITS),
            row("softmax-cross-entropy of great logits", FunctionRows::crossEntropy, GREAT),
            row("softmax-cross-entropy of equal logits", FunctionRows::crossEntropy, equal),
            row("kl-divergence", FunctionRows::divergence, LOGITS, Samples.floats(276, 6, 5)),
            row("kl-divergence from itself", FunctionRows::divergence, LOGITS, LOGITS),
            row("kl-divergence of great logits", FunctionRows::divergence, GREAT, LOGITS),
            row("layer-norm", FunctionRows::norm, LOGITS, WEIGHT, BIAS),
            row("layer-norm of three axes", FunctionRows::norm, cube, WEIGHT, BIAS),
            row("layer-norm of equal elements", FunctionRows::norm, equal, WEIGHT, BIAS),
            clip("clip-by-norm of long gradients", 0.5),
            clip("clip-by-norm of short gradients", 500))
        .map(row -> row.within(Tolerances.LAYER))
        .toList();
  }

  private static Tensor crossEntropy(List<Tensor> all) {
    return SoftmaxCrossEntropy.of(all.get(0), LABELS);
  }

  private static Tensor divergence(List<Tensor> all) {
    return KlDivergence.of(all.get(0).logSoftmax(1), all.get(1).logSoftmax(1));
  }

  private static Tensor norm(List<Tensor> all) {
    return LayerNormalization.of(all.get(0), all.get(1), all.get(2), 1e-5);
  }

  /** A function's value, and its gradients by random seeds. */
  private static ProgramCase row(
      String name, Function<List<Tensor>, Tensor> function, HostTensor... arguments) {
    return ProgramCase.of(
        name,
        all -> {
          Tensor value = function.apply(all);
          Tensor seed = Tensor.of(Samples.floats(277, value.shape().dims()));
          List<Tensor> results = new ArrayList<>(List.of(value));
          results.addAll(Gradients.of(List.of(value), List.of(seed), all));
          return results;
        },
        arguments);
  }

  private static ProgramCase clip(String name, double limit) {
    return ProgramCase.of(name, all -> Clipping.byNorm(limit).clip(all), LOGITS, WEIGHT);
  }
}
