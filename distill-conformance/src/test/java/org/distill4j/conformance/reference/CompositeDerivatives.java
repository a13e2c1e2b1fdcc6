package org.distill4j.conformance.reference;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.core.function.KlDivergence;
import org.distill4j.core.function.LayerNormalization;
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
