package org.distill4j.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;

/** Rows for the primitives that move elements and change none. */
final class MoveRows {
  private static final HostTensor CUBE = SeededValues.floats(21, 2, 3, 4);
  private static final HostTensor IDS = SeededValues.ints(-9, 99, 22, 2, 3, 4);
  private static final HostTensor FIVE = SeededValues.floats(23, 2, 3, 2, 1, 3);

  private MoveRows() {}

  static List<OpTable> tables() {
    return List.of(
        table(12, "reshapes", reshapes()),
        table(13, "transpositions", transpositions()),
        table(14, "repetitions", broadcasts()),
        table(15, "slices", slices()),
        table(16, "concatenations", concatenations()),
        OpTable.of(17, "constants of differentiation", stopped()));
  }

  private static OpTable table(int number, String what, Stream<OpCase> rows) {
    return OpTable.of(number, what, rows.map(row -> row.within(Tolerances.EXACT)));
  }

  private static Stream<OpCase> reshapes() {
    return Stream.of(
        OpCase.unary("to fewer axes", x -> x.reshape(6, 4), CUBE),
        OpCase.unary("to more axes", x -> x.reshape(2, 3, 2, 2, 1), CUBE),
        OpCase.unary("to one axis", x -> x.reshape(-1), CUBE),
        OpCase.unary("to a scalar", x -> x.reshape(), SeededValues.floats(24, 1, 1)),
        OpCase.unary("after a transposition", x -> x.transpose(2, 0, 1).reshape(8, 3), CUBE),
        OpCase.unary("of integers", x -> x.reshape(4, 6), IDS).withoutGradient());
  }

  private static Stream<OpCase> transpositions() {
    return Stream.of(
        OpCase.unary("of a matrix", x -> x.transpose(), SeededValues.floats(25, 3, 5)),
        OpCase.unary("of the last two axes", x -> x.transpose(), CUBE),
        OpCase.unary("in a circle", x -> x.transpose(1, 2, 0), CUBE),
        OpCase.unary("to where they were", x -> x.transpose(0, 1, 2), CUBE),
        OpCase.unary(
            "of four axes", x -> x.transpose(0, 2, 1, 3), SeededValues.floats(26, 2, 3, 4, 2)),
        OpCase.unary("of five axes", x -> x.transpose(4, 2, 0, 3, 1), FIVE),
        OpCase.unary("of integers", x -> x.transpose(2, 1, 0), IDS).withoutGradient());
  }

  private static Stream<OpCase> broadcasts() {
    return Stream.of(
        OpCase.unary("of a scalar", x -> x.broadcastTo(2, 3), SeededValues.floats(27)),
        OpCase.unary("of a row", x -> x.broadcastTo(4, 3), SeededValues.floats(27, 3)),
        OpCase.unary("of a column", x -> x.broadcastTo(4, 3), SeededValues.floats(27, 4, 1)),
        OpCase.unary("inside", x -> x.broadcastTo(2, 5, 3), SeededValues.floats(27, 2, 1, 3)),
        OpCase.unary("on both sides", x -> x.broadcastTo(2, 3, 2), SeededValues.floats(27, 3, 1)));
  }

  private static Stream<OpCase> slices() {
    return Stream.of(
        OpCase.unary("from the start", x -> x.slice(0, 0, 1), CUBE),
        OpCase.unary("in the middle", x -> x.slice(1, 1, 2), CUBE),
        OpCase.unary("to the end", x -> x.slice(-1, 1, 4), CUBE),
        OpCase.unary("twice", x -> x.slice(2, 1, 4).slice(2, 1, 3), CUBE),
        OpCase.unary("that overlap", x -> x.slice(2, 0, 3).add(x.slice(2, 1, 4)), CUBE),
        OpCase.unary("of five axes", x -> x.slice(1, 1, 3), FIVE),
        OpCase.unary("of integers", x -> x.slice(1, 1, 3), IDS).withoutGradient());
  }

  private static Stream<OpCase> concatenations() {
    HostTensor more = SeededValues.floats(28, 2, 1, 4);
    return Stream.of(
        OpCase.binary("on axis 1", (a, b) -> Tensor.concat(1, List.of(a, b)), CUBE, more),
        OpCase.binary("on axis 0", (a, b) -> Tensor.concat(0, List.of(a, b)), CUBE, CUBE),
        OpCase.binary("on the last axis", (a, b) -> Tensor.concat(-1, List.of(b, a)), CUBE, CUBE),
        OpCase.binary("of three", (a, b) -> Tensor.concat(1, List.of(a, b, b)), CUBE, more),
        OpCase.unary("of one with itself", a -> Tensor.concat(2, List.of(a, a)), CUBE),
        OpCase.unary("of one alone", a -> Tensor.concat(1, List.of(a)), CUBE),
        OpCase.unary("of integers", a -> Tensor.concat(0, List.of(a, a)), IDS).withoutGradient());
  }

  private static Stream<OpCase> stopped() {
    return Stream.of(
        OpCase.unary("alone", x -> x.stopGradient(), CUBE),
        OpCase.unary("beside a live use", x -> x.stopGradient().mul(x), CUBE),
        OpCase.unary("in the middle", x -> x.exp().stopGradient().add(x.abs()), CUBE));
  }
}
