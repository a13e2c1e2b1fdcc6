package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.distill4j.ir.Gradients;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/** Rows whose results are gradients, and gradients of gradients. */
final class GradientRows {
  private static final HostTensor MATRIX = SeededValues.floats(211, 3, 4);
  private static final HostTensor OTHER = SeededValues.floats(212, 4, 2);
  private static final HostTensor IMAGE = SeededValues.floats(213, 2, 2, 5, 5);
  private static final HostTensor KERNEL = SeededValues.floats(214, 3, 2, 3, 3);
  private static final Tensor IDS = Tensor.of(HostTensor.ofInts(Shape.of(4), 2, 0, 2, 1));

  private GradientRows() {}

  static List<ProgramCase> first() {
    return rows(GradientRows::withGradients);
  }

  static List<ProgramCase> second() {
    return rows(GradientRows::withSecond);
  }

  private static List<ProgramCase> rows(
      Function<Function<List<Tensor>, Tensor>, Function<List<Tensor>, List<Tensor>>> derived) {
    return Stream.of(
            ProgramCase.of("relu", derived.apply(all -> all.get(0).relu()), MATRIX),
            ProgramCase.of("gelu", derived.apply(all -> all.get(0).gelu()), MATRIX),
            ProgramCase.of("sigmoid", derived.apply(all -> all.get(0).sigmoid()), MATRIX),
            ProgramCase.of("tanh", derived.apply(all -> all.get(0).tanh()), MATRIX),
            ProgramCase.of("softmax", derived.apply(all -> all.get(0).softmax(1)), MATRIX),
            ProgramCase.of("log-softmax", derived.apply(all -> all.get(0).logSoftmax(0)), MATRIX),
            ProgramCase.of("quotient", derived.apply(GradientRows::quotient), MATRIX),
            ProgramCase.of(
                "matrix product",
                derived.apply(all -> all.get(0).matmul(all.get(1))),
                MATRIX,
                OTHER),
            ProgramCase.of("table", derived.apply(all -> all.get(0).gatherRows(IDS)), MATRIX),
            ProgramCase.of("convolution", derived.apply(GradientRows::convolution), IMAGE, KERNEL),
            ProgramCase.of("max pool", derived.apply(GradientRows::maxPool), IMAGE),
            ProgramCase.of(
                "average pool",
                derived.apply(all -> all.get(0).averagePool2d(3, new Window(2, 1, 1))),
                IMAGE),
            ProgramCase.of("network", derived.apply(GradientRows::network), MATRIX, OTHER))
        .map(row -> row.within(Tolerances.LAYER))
        .toList();
  }

  private static Tensor quotient(List<Tensor> all) {
    return all.get(0).sub(all.get(0).meanKeep(1)).div(all.get(0).square().sumKeep(0).add(1));
  }

  private static Tensor convolution(List<Tensor> all) {
    return all.get(0).conv2d(all.get(1), new Window(2, 1, 1), 1);
  }

  private static Tensor maxPool(List<Tensor> all) {
    return all.get(0).maxPool2d(3, new Window(2, 1, 1));
  }

  private static Tensor network(List<Tensor> all) {
    Tensor hidden = all.get(0).matmul(all.get(1)).tanh();
    return hidden.matmul(hidden.transpose()).logSoftmax(1);
  }

  /** A number whose gradient in the result depends on it. */
  private static Tensor number(Tensor result) {
    Tensor weights = Tensor.of(SeededValues.floats(77, result.shape().dims()));
    return result.mul(weights).add(result.square().mul(0.3)).sum();
  }

  private static Function<List<Tensor>, List<Tensor>> withGradients(
      Function<List<Tensor>, Tensor> function) {
    return all -> {
      Tensor number = number(function.apply(all));
      List<Tensor> results = new ArrayList<>(List.of(number));
      results.addAll(Gradients.of(number, all));
      return results;
    };
  }

  /** Computes the gradient of the squared length of the gradient, as a gradient penalty does. */
  private static Function<List<Tensor>, List<Tensor>> withSecond(
      Function<List<Tensor>, Tensor> function) {
    return all -> {
      Tensor penalty = Tensor.of(0);
      for (Tensor gradient : Gradients.of(number(function.apply(all)), all)) {
        penalty = penalty.add(gradient.square().mean());
      }
      List<Tensor> results = new ArrayList<>(List.of(penalty));
      results.addAll(Gradients.of(penalty, all));
      return results;
    };
  }
}
