package org.distill4j.conformance.reference;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.core.function.AttentionMask;
import org.distill4j.core.function.BatchNormalization;
import org.distill4j.core.function.KlDivergence;
import org.distill4j.core.function.LayerNormalization;
import org.distill4j.core.function.ScaledDotProductAttention;
import org.distill4j.core.function.SoftmaxCrossEntropy;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.LazyAdam;
import org.distill4j.optim.Lion;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterStep;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Every composite that is applied by name; those of gradients come up in its derivatives. */
final class CompositeDerivatives {
  private static final Shape ROWS = Shape.of(4, 3);
  private static final Tensor IDS = Tensor.of(HostTensor.ofInts(Shape.of(4), 1, 3, 1, 1));

  private CompositeDerivatives() {}

  static List<DerivativeRow> all() {
    Tensor labels = Tensor.of(HostTensor.ofInts(Shape.of(4), 0, 2, -1, 2));
    Shape row = Shape.of(3);
    return List.of(
        DerivativeRow.one("softmax-cross-entropy", x -> SoftmaxCrossEntropy.of(x, labels), 4, 3),
        DerivativeRow.two("kl-divergence", KlDivergence::of, ROWS, ROWS),
        DerivativeRow.of("layer-norm", CompositeDerivatives::norm, ROWS, row, row),
        DerivativeRow.of("layer-norm", CompositeDerivatives::norm, Shape.of(2, 2, 3), row, row),
        DerivativeRow.of("batch-norm", CompositeDerivatives::batchNorm, ROWS, row, row),
        DerivativeRow.of(
            "batch-norm", CompositeDerivatives::batchNorm, Shape.of(2, 3, 1, 2), row, row),
        DerivativeRow.of(
            "batch-norm, output alone", all -> batchNormalized(all).output(), ROWS, row, row),
        attention(AttentionMask.NONE, Shape.of(1, 2, 3, 2), Shape.of(1, 2, 4, 2)),
        attention(AttentionMask.CAUSAL, Shape.of(2, 1, 3, 2), Shape.of(2, 1, 3, 2)),
        DerivativeRow.of(
            "attention, output alone",
            all -> attended(AttentionMask.NONE, all).output(),
            Shape.of(1, 1, 3, 2),
            Shape.of(1, 1, 3, 2),
            Shape.of(1, 1, 3, 2)),
        DerivativeRow.of("clip-by-norm, at work", all -> clipped(0.5, all), ROWS, row),
        DerivativeRow.of("clip-by-norm, idle", all -> clipped(50, all), ROWS, row),
        optimizer("sgd", Sgd.of(1).withWeightDecay(0.1)),
        optimizer("sgd with momentum", Sgd.of(1).withNesterov(0.9)),
        optimizer("adam", Adam.of(1)),
        optimizer("adamw", AdamW.of(1, 0.1)),
        optimizer("lion", Lion.of(1).withWeightDecay(0.1)),
        optimizer("row-adam", LazyAdam.of(1)));
  }

  private static Tensor norm(List<Tensor> all) {
    return LayerNormalization.of(all.get(0), all.get(1), all.get(2), 1e-3);
  }

  private static Tensor batchNorm(List<Tensor> all) {
    BatchNormalization norm = batchNormalized(all);
    return joined(List.of(norm.output(), norm.mean(), norm.variance()));
  }

  private static BatchNormalization batchNormalized(List<Tensor> all) {
    return BatchNormalization.of(all.get(0), all.get(1), all.get(2), 1e-3);
  }

  private static DerivativeRow attention(AttentionMask mask, Shape query, Shape keyOrValue) {
    return DerivativeRow.of(
        "attention under the mask " + mask,
        all -> {
          ScaledDotProductAttention attention = attended(mask, all);
          return joined(List.of(attention.output(), attention.probabilities()));
        },
        query,
        keyOrValue,
        keyOrValue);
  }

  private static ScaledDotProductAttention attended(AttentionMask mask, List<Tensor> all) {
    return ScaledDotProductAttention.of(all.get(0), all.get(1), all.get(2), 0.5, mask);
  }

  private static Tensor clipped(double limit, List<Tensor> gradients) {
    return joined(Clipping.byNorm(limit).clip(gradients));
  }

  private static DerivativeRow optimizer(String name, Optimizer optimizer) {
    List<Shape> shapes = new ArrayList<>(List.of(Shape.scalar(), ROWS, ROWS));
    optimizer.slots().forEach(slot -> shapes.add(ROWS));
    return DerivativeRow.of(name, all -> updated(optimizer, all), shapes.toArray(Shape[]::new))
        .positive();
  }

  private static Tensor updated(Optimizer optimizer, List<Tensor> all) {
    return joined(
        optimizer.update(
            new ParameterStep(
                ParameterStep.Use.LOOKED_UP,
                all.get(1),
                all.get(2).scatterAddRows(IDS, 4),
                all.subList(3, all.size()),
                all.get(0),
                optimizer.numbers(3).stream().map(Tensor::of).toList())));
  }

  /** All elements of some results, end to end. */
  private static Tensor joined(List<Tensor> results) {
    return Tensor.concat(0, results.stream().map(x -> x.reshape((int) x.shape().size())).toList());
  }
}
