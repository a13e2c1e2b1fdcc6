package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.distill4j.core.function.KlDivergence;
import org.distill4j.core.function.LayerNormalization;
import org.distill4j.core.function.SoftmaxCrossEntropy;
import org.distill4j.ir.Gradients;
import org.distill4j.optim.Clipping;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** The composites of losses, of layers and of clipping, with their gradients. */
final class FusedRows {
  private static final HostTensor LOGITS = Samples.between(-4, 4, 231, 4, 5);
  private static final HostTensor OTHERS = Samples.between(-4, 4, 232, 4, 5);
  private static final HostTensor FAR =
      HostTensor.ofFloats(Shape.of(2, 3), 1000, -1000, 0, 1e4f, 1e4f, -1e4f);
  private static final HostTensor LABELS = HostTensor.ofInts(Shape.of(4), 4, -1, 0, 2);

  private FusedRows() {}

  static List<ProgramCase> all() {
    List<ProgramCase> rows = new ArrayList<>(losses());
    rows.addAll(norms());
    rows.add(clipped("that is passed", 0.5));
    rows.add(clipped("that is not reached", 100));
    return rows;
  }

  private static List<ProgramCase> losses() {
    return List.of(
        row("softmax-cross-entropy", FusedRows::entropy, LOGITS, LABELS),
        row(
            "softmax-cross-entropy far out",
            FusedRows::entropy,
            FAR,
            HostTensor.ofInts(Shape.of(2), 1, 0)),
        row("kl-divergence", FusedRows::divergence, LOGITS, OTHERS),
        row("kl-divergence from itself", FusedRows::divergence, LOGITS, LOGITS),
        row("kl-divergence far out", FusedRows::divergence, FAR, Samples.floats(233, 2, 3)));
  }

  private static Tensor entropy(List<Tensor> all) {
    return SoftmaxCrossEntropy.of(all.get(0), all.get(1));
  }

  private static Tensor divergence(List<Tensor> all) {
    return KlDivergence.of(all.get(0).logSoftmax(1), all.get(1).logSoftmax(1));
  }

  private static List<ProgramCase> norms() {
    HostTensor weight = Samples.floats(234, 5);
    HostTensor bias = Samples.floats(235, 5);
    HostTensor sequence = Samples.floats(236, 2, 3, 5);
    return List.of(
        row("layer-norm of rows", FusedRows::norm, LOGITS, weight, bias),
        row("layer-norm of sequences", FusedRows::norm, sequence, weight, bias));
  }

  private static Tensor norm(List<Tensor> all) {
    return LayerNormalization.of(all.get(0), all.get(1), all.get(2), 1e-5);
  }

  /** A function's value, and the gradient of a weighted sum of it in each FLOAT32 argument. */
  private static ProgramCase row(
      String name, Function<List<Tensor>, Tensor> function, HostTensor... arguments) {
    return ProgramCase.of(
        name,
        all -> {
          Tensor value = function.apply(all);
          List<Tensor> results = new ArrayList<>(List.of(value));
          Tensor weights = Tensor.of(Samples.floats(237, value.shape().dims()));
          List<Tensor> in = all.stream().filter(FusedRows::isFloat).toList();
          results.addAll(Gradients.of(List.of(value), List.of(weights), in));
          return results;
        },
        arguments);
  }

  private static boolean isFloat(Tensor tensor) {
    return tensor.type() == DType.FLOAT32;
  }

  private static ProgramCase clipped(String name, double limit) {
    return ProgramCase.of(
        "clip-by-norm to a limit " + name,
        all -> Clipping.byNorm(limit).clip(all),
        LOGITS,
        Samples.floats(238, 3),
        Samples.floats(239, 2, 2, 2));
  }
}
