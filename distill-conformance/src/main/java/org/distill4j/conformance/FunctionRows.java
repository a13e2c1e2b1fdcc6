package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.distill4j.core.function.AttentionMask;
import org.distill4j.core.function.BatchNormalization;
import org.distill4j.core.function.KlDivergence;
import org.distill4j.core.function.LayerNormalization;
import org.distill4j.core.function.ScaledDotProductAttention;
import org.distill4j.core.function.SoftmaxCrossEntropy;
import org.distill4j.ir.Gradients;
import org.distill4j.optim.Clipping;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** The composites of losses, norms and clipping, with the composites of their gradients. */
final class FunctionRows {
  private static final HostTensor LOGITS = SeededValues.between(-4, 4, 271, 6, 5);
  private static final HostTensor GREAT = SeededValues.between(-1e4, 1e4, 272, 6, 5);
  private static final Tensor LABELS =
      Tensor.of(HostTensor.ofInts(Shape.of(6), 0, 4, -1, 2, -7, 2));
  private static final HostTensor WEIGHT = SeededValues.floats(273, 5);
  private static final HostTensor BIAS = SeededValues.floats(274, 5);

  private static final HostTensor EQUAL = HostTensor.ofFloats(Shape.of(6, 5), new float[30]);

  private FunctionRows() {}

  static List<ProgramCase> all() {
    return Stream.of(losses(), layerNorms(), batchNorms(), attentions(), clips())
        .flatMap(rows -> rows)
        .map(row -> row.within(Tolerances.LAYER))
        .toList();
  }

  private static Stream<ProgramCase> losses() {
    return Stream.of(
        row("softmax-cross-entropy", FunctionRows::crossEntropy, LOGITS),
        row("softmax-cross-entropy of great logits", FunctionRows::crossEntropy, GREAT),
        row("softmax-cross-entropy of equal logits", FunctionRows::crossEntropy, EQUAL),
        row("kl-divergence", FunctionRows::divergence, LOGITS, SeededValues.floats(276, 6, 5)),
        row("kl-divergence from itself", FunctionRows::divergence, LOGITS, LOGITS),
        row("kl-divergence of great logits", FunctionRows::divergence, GREAT, LOGITS));
  }

  private static Stream<ProgramCase> layerNorms() {
    HostTensor cube = SeededValues.floats(275, 2, 3, 5);
    return Stream.of(
        row("layer-norm", FunctionRows::layerNorm, LOGITS, WEIGHT, BIAS),
        row("layer-norm of three axes", FunctionRows::layerNorm, cube, WEIGHT, BIAS),
        row("layer-norm of equal elements", FunctionRows::layerNorm, EQUAL, WEIGHT, BIAS));
  }

  private static Stream<ProgramCase> batchNorms() {
    HostTensor images = SeededValues.floats(278, 2, 5, 3, 2);
    return Stream.of(
        row("batch-norm", FunctionRows::batchNorm, LOGITS, WEIGHT, BIAS),
        row("batch-norm of images", FunctionRows::batchNorm, images, WEIGHT, BIAS),
        row("batch-norm of equal elements", FunctionRows::batchNorm, EQUAL, WEIGHT, BIAS),
        row("batch-norm and its statistics", FunctionRows::statistics, images, WEIGHT, BIAS),
        twice("batch-norm, differentiated twice", FunctionRows::batchNorm, images, WEIGHT, BIAS));
  }

  private static Stream<ProgramCase> attentions() {
    HostTensor query = SeededValues.floats(291, 2, 2, 4, 3);
    HostTensor key = SeededValues.floats(292, 2, 2, 4, 3);
    HostTensor value = SeededValues.floats(293, 2, 2, 4, 3);
    HostTensor longKey = SeededValues.floats(294, 2, 2, 7, 3);
    HostTensor longValue = SeededValues.floats(295, 2, 2, 7, 3);
    HostTensor great = SeededValues.between(-100, 100, 296, 2, 2, 4, 3);
    return Stream.of(
        row("attention", output(AttentionMask.NONE), query, key, value),
        row("attention to more positions", output(AttentionMask.NONE), query, longKey, longValue),
        row("attention of great products", output(AttentionMask.NONE), great, key, value),
        row("attention, causal", output(AttentionMask.CAUSAL), query, key, value),
        row("attention and its probabilities", FunctionRows::probabilities, query, key, value),
        twice("attention, differentiated twice", output(AttentionMask.CAUSAL), query, key, value));
  }

  private static Stream<ProgramCase> clips() {
    return Stream.of(
        clip("clip-by-norm of long gradients", 0.5), clip("clip-by-norm of short gradients", 500));
  }

  private static List<Tensor> crossEntropy(List<Tensor> all) {
    return List.of(SoftmaxCrossEntropy.of(all.get(0), LABELS));
  }

  private static List<Tensor> divergence(List<Tensor> all) {
    return List.of(KlDivergence.of(all.get(0).logSoftmax(1), all.get(1).logSoftmax(1)));
  }

  private static List<Tensor> layerNorm(List<Tensor> all) {
    return List.of(LayerNormalization.of(all.get(0), all.get(1), all.get(2), 1e-5));
  }

  private static List<Tensor> batchNorm(List<Tensor> all) {
    return statistics(all).subList(0, 1);
  }

  private static List<Tensor> statistics(List<Tensor> all) {
    var norm = BatchNormalization.of(all.get(0), all.get(1), all.get(2), 1e-3);
    return List.of(norm.output(), norm.mean(), norm.variance());
  }

  private static Function<List<Tensor>, List<Tensor>> output(AttentionMask mask) {
    return all -> List.of(attention(all, mask).output());
  }

  private static List<Tensor> probabilities(List<Tensor> all) {
    ScaledDotProductAttention attention = attention(all, AttentionMask.CAUSAL);
    return List.of(attention.output(), attention.probabilities());
  }

  private static ScaledDotProductAttention attention(List<Tensor> all, AttentionMask mask) {
    return ScaledDotProductAttention.of(all.get(0), all.get(1), all.get(2), 0.6, mask);
  }

  /** Returns a function's values, and its gradients by random seeds. */
  private static ProgramCase row(
      String name, Function<List<Tensor>, List<Tensor>> function, HostTensor... arguments) {
    return ProgramCase.of(
        name,
        all -> {
          List<Tensor> results = new ArrayList<>(function.apply(all));
          results.addAll(gradients(results, all));
          return results;
        },
        arguments);
  }

  /** The gradients by random seeds of a function's gradients by random seeds. */
  private static ProgramCase twice(
      String name, Function<List<Tensor>, List<Tensor>> function, HostTensor... arguments) {
    return ProgramCase.of(
        name, all -> gradients(gradients(function.apply(all), all), all), arguments);
  }

  private static List<Tensor> gradients(List<Tensor> results, List<Tensor> in) {
    List<Tensor> seeds =
        results.stream()
            .map(result -> Tensor.of(SeededValues.floats(277, result.shape().dims())))
            .toList();
    return Gradients.of(results, seeds, in);
  }

  private static ProgramCase clip(String name, double limit) {
    return ProgramCase.of(name, all -> Clipping.byNorm(limit).clip(all), LOGITS, WEIGHT);
  }
}
