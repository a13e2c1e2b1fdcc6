package org.distill4j.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Rows for the primitives that go through groups of elements. */
final class ReductionRows {
  private static final HostTensor CUBE = SeededValues.floats(11, 3, 4, 5);

  /** The reduced axes; none means all. */
  private static final int[][] AXES = {{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}, {}};

  private ReductionRows() {}

  static List<OpTable> tables() {
    return List.of(
        OpTable.of(8, "reductions along axes", reductions()),
        OpTable.of(9, "positions of the largest", argMax()),
        OpTable.of(10, "softmaxes", softmax()),
        OpTable.of(11, "log-softmaxes", logSoftmax()));
  }

  private static Stream<OpCase> reductions() {
    Map<String, BiFunction<Tensor, int[], Tensor>> kinds =
        new TreeMap<>(
            Map.of(
                "sum", Tensor::sumKeep,
                "mean", Tensor::meanKeep,
                "max", Tensor::maxKeep,
                "sum without its axes", Tensor::sum));
    Stream<OpCase> cube =
        kinds.entrySet().stream()
            .flatMap(
                kind ->
                    Arrays.stream(AXES)
                        .map(
                            axes ->
                                OpCase.unary(
                                    kind.getKey() + " over " + Arrays.toString(axes),
                                    x -> kind.getValue().apply(x, axes),
                                    CUBE)));
    HostTensor one = SeededValues.floats(12, 4, 1);
    Stream<OpCase> others =
        Stream.of(
            OpCase.unary("sum over an axis of length one", x -> x.sumKeep(1), one),
            OpCase.unary("max over an axis of length one", x -> x.maxKeep(1), one),
            OpCase.unary("variance", x -> x.varianceKeep(0, 2), CUBE),
            OpCase.unary("sum of 1000", x -> x.sum(1), SeededValues.floats(13, 2, 1000)),
            OpCase.unary(
                "five axes", x -> x.meanKeep(0, 2, 4), SeededValues.floats(14, 2, 3, 2, 2, 3)));
    return Stream.concat(cube, others).map(row -> row.within(Tolerances.SUM));
  }

  private static Stream<OpCase> argMax() {
    HostTensor ties = HostTensor.ofFloats(Shape.of(3, 3), 1, 5, 5, 5, 5, 5, -3, -2, -2);
    return Stream.of(
            OpCase.unary("axis 0", x -> x.argmax(0), CUBE),
            OpCase.unary("axis 1", x -> x.argmax(1), CUBE),
            OpCase.unary("axis 2", x -> x.argmax(-1), CUBE),
            OpCase.unary("the first of tied ones", x -> x.argmax(1), ties),
            OpCase.unary("the first of tied ones, axis 0", x -> x.argmax(0), ties))
        .map(row -> row.within(Tolerances.EXACT).withoutGradient());
  }

  private static Stream<OpCase> softmax() {
    return Stream.concat(
        Stream.of(
            OpCase.unary("axis 0", x -> x.softmax(0), CUBE),
            OpCase.unary("axis 1", x -> x.softmax(1), CUBE),
            OpCase.unary("axis 2", x -> x.softmax(2), CUBE)),
        extremes().map(row -> OpCase.unary(row.name(), x -> x.softmax(-1), row.argument())));
  }

  private static Stream<OpCase> logSoftmax() {
    return Stream.concat(
            Stream.of(
                OpCase.unary("axis 0", x -> x.logSoftmax(0), CUBE),
                OpCase.unary("axis 1", x -> x.logSoftmax(1), CUBE),
                OpCase.unary("axis 2", x -> x.logSoftmax(2), CUBE),
                OpCase.unary("log-sum-exp", x -> x.logSumExpKeep(1), CUBE)),
            extremes().map(row -> OpCase.unary(row.name(), x -> x.logSoftmax(-1), row.argument())))
        .map(row -> row.within(Tolerances.SUM));
  }

  private record Extreme(String name, HostTensor argument) {}

  private static Stream<Extreme> extremes() {
    return Stream.of(
        new Extreme("two classes", SeededValues.floats(15, 6, 2)),
        new Extreme("one class", SeededValues.floats(16, 6, 1)),
        new Extreme("1000 classes", SeededValues.floats(17, 2, 1000)),
        new Extreme("equal logits", HostTensor.ofFloats(Shape.of(1, 4), 7, 7, 7, 7)),
        new Extreme("logits of 10000", HostTensor.ofFloats(Shape.of(1, 3), 1e4f, -1e4f, 1e4f)),
        new Extreme("logits of -10000", HostTensor.ofFloats(Shape.of(1, 3), -1e4f, -1e4f, -9999f)));
  }
}
