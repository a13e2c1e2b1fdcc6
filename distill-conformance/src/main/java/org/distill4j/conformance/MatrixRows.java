package org.distill4j.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Rows for matrix products and for the primitives that read integer ids. */
final class MatrixRows {
  private MatrixRows() {}

  static List<OpTable> tables() {
    return List.of(
        OpTable.of(18, "matrix products", products()),
        OpTable.of(19, "one-hot rows", oneHot()),
        OpTable.of(20, "rows of a table", gather()));
  }

  private static Stream<OpCase> products() {
    return Stream.of(
            product(Shape.of(2, 3), Shape.of(3, 4)),
            product(Shape.of(1, 1), Shape.of(1, 1)),
            product(Shape.of(1, 5), Shape.of(5, 1)),
            product(Shape.of(5, 1), Shape.of(1, 5)),
            product(Shape.of(33, 130), Shape.of(130, 17)),
            product(Shape.of(2, 2, 3), Shape.of(2, 3, 4)),
            product(Shape.of(2, 2, 3), Shape.of(3, 4)),
            product(Shape.of(2, 3), Shape.of(4, 3, 2)),
            product(Shape.of(2, 1, 2, 3), Shape.of(3, 3, 4)),
            product(Shape.of(2, 3, 4, 5), Shape.of(2, 3, 5, 4)),
            product(Shape.of(1, 2, 3), Shape.of(4, 3, 2)),
            OpCase.unary(
                "with its own transpose",
                x -> x.matmul(x.transpose()),
                SeededValues.floats(33, 3, 4)))
        .map(row -> row.within(Tolerances.SUM));
  }

  private static OpCase product(Shape left, Shape right) {
    return OpCase.binary(
        left + " with " + right,
        Tensor::matmul,
        SeededValues.floats(31, left.dims()),
        SeededValues.floats(32, right.dims()));
  }

  private static Stream<OpCase> oneHot() {
    HostTensor ids = HostTensor.ofInts(Shape.of(2, 3), 0, 2, 1, 3, -1, 7);
    return Stream.of(
            OpCase.unary("ids inside", x -> x.slice(0, 0, 1).oneHot(3), ids),
            OpCase.unary("ids outside give zeros", x -> x.oneHot(4), ids),
            OpCase.unary("a depth of one", x -> x.oneHot(1), ids),
            OpCase.unary("of a scalar", x -> x.oneHot(3), HostTensor.ofInts(Shape.scalar(), 2)),
            OpCase.unary("of positions", x -> x.argmax(1).oneHot(5), SeededValues.floats(34, 4, 5)))
        .map(row -> row.within(Tolerances.EXACT).withoutGradient());
  }

  private static Stream<OpCase> gather() {
    HostTensor table = SeededValues.floats(35, 5, 3);
    return Stream.of(
            rows("each row once", table, HostTensor.ofInts(Shape.of(5), 3, 1, 4, 0, 2)),
            rows("rows repeated", table, HostTensor.ofInts(Shape.of(6), 2, 2, 0, 2, 4, 4)),
            rows("ids of two axes", table, HostTensor.ofInts(Shape.of(2, 2), 4, 0, 0, 1)),
            rows("a scalar id", table, HostTensor.ofInts(Shape.scalar(), 3)),
            rows(
                "a table of one column",
                SeededValues.floats(36, 4, 1),
                SeededValues.ints(0, 4, 37, 7)),
            OpCase.unary(
                "of positions",
                x -> x.gatherRows(x.transpose().argmax(1)),
                SeededValues.floats(38, 4, 3)))
        .map(row -> row.within(Tolerances.EXACT));
  }

  private static OpCase rows(String name, HostTensor table, HostTensor ids) {
    return OpCase.binary(name, Tensor::gatherRows, table, ids);
  }
}
