package org.distill4j.conformance;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.distill4j.ir.Gradients;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Each composite, at ordinary arguments and at the edges; the oracle runs its body. */
final class CompositeRows {
  private static final HostTensor ARGUMENTS = SeededValues.between(-4, 4, 221, 3, 5);
  private static final HostTensor GRADIENT = SeededValues.floats(222, 3, 5);
  private static final HostTensor EDGES =
      HostTensor.ofFloats(Shape.of(3, 5), 0, -0f, 30, -30, 1e-20f, 9, 9, 9, 9, 9, 1, 2, 3, 4, 5);

  private CompositeRows() {}

  static List<ProgramCase> all() {
    return Stream.of(elementwise(), FunctionRows.all(), OptimizerRows.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<ProgramCase> elementwise() {
    return List.of(
        gradient("relu-gradient", Tensor::relu, ARGUMENTS),
        gradient("relu-gradient at 0", Tensor::relu, EDGES),
        gradient("gelu-gradient", Tensor::gelu, ARGUMENTS),
        gradient("gelu-gradient far out", Tensor::gelu, EDGES),
        gradient("sigmoid-gradient", Tensor::sigmoid, ARGUMENTS),
        gradient("sigmoid-gradient far out", Tensor::sigmoid, EDGES),
        gradient("tanh-gradient", Tensor::tanh, ARGUMENTS),
        gradient("tanh-gradient far out", Tensor::tanh, EDGES),
        gradient("softmax-gradient over rows", x -> x.softmax(1), ARGUMENTS),
        gradient("softmax-gradient over columns", x -> x.softmax(0), ARGUMENTS),
        gradient("softmax-gradient far out", x -> x.softmax(1), EDGES),
        gradient("log-softmax-gradient over rows", x -> x.logSoftmax(1), ARGUMENTS),
        gradient("log-softmax-gradient over columns", x -> x.logSoftmax(0), ARGUMENTS),
        gradient("log-softmax-gradient far out", x -> x.logSoftmax(1), EDGES));
  }

  /** Returns the vector-Jacobian product of a function, as it is recorded. */
  private static ProgramCase gradient(
      String name, UnaryOperator<Tensor> function, HostTensor arguments) {
    return ProgramCase.of(
        name,
        all ->
            Gradients.of(
                List.of(function.apply(all.get(0))), List.of(all.get(1)), List.of(all.get(0))),
        arguments,
        GRADIENT);
  }
}
