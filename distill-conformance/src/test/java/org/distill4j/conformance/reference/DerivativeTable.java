package org.distill4j.conformance.reference;

import static org.distill4j.conformance.reference.DerivativeRow.one;
import static org.distill4j.conformance.reference.DerivativeRow.two;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Every primitive and every composite through which gradients flow. */
final class DerivativeTable {
  private DerivativeTable() {}

  static List<DerivativeRow> all() {
    return Stream.of(
            elements(),
            pairs(),
            moves(),
            groups(),
            products(),
            tables(),
            ImageDerivatives.all(),
            CompositeDerivatives.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<DerivativeRow> elements() {
    return List.of(
        one("negate", Tensor::negate, 2, 3),
        one("exp", Tensor::exp, 2, 3),
        one("log", Tensor::log, 2, 3).positive(),
        one("sqrt", Tensor::sqrt, 2, 3).positive(),
        one("abs", Tensor::abs, 4, 3),
        one("relu", Tensor::relu, 4, 3),
        one("gelu", Tensor::gelu, 4, 3),
        one("sigmoid", Tensor::sigmoid, 4, 3),
        one("tanh", Tensor::tanh, 4, 3),
        one("erf", Tensor::erf, 4, 3),
        one("pow(3)", x -> x.pow(3), 4, 3),
        one("pow(2)", x -> x.pow(2), 4, 3),
        one("pow(1)", x -> x.pow(1), 2, 3),
        one("pow(0)", x -> x.pow(0), 2, 3),
        one("pow(-1.5)", x -> x.pow(-1.5), 2, 3).positive());
  }

  private static List<DerivativeRow> pairs() {
    List<DerivativeRow> rows = new ArrayList<>();
    rows.addAll(pairs(Shape.of(2, 3), Shape.of(2, 3)));
    rows.addAll(pairs(Shape.of(2, 3), Shape.of(3)));
    rows.addAll(pairs(Shape.of(3), Shape.of(2, 3)));
    rows.addAll(pairs(Shape.of(2, 1, 3), Shape.of(4, 1)));
    rows.addAll(pairs(Shape.scalar(), Shape.of(2, 2)));
    rows.addAll(pairs(Shape.of(1, 1), Shape.scalar()));
    rows.add(one("square", Tensor::square, 2, 3));
    rows.add(one("maximum with itself shifted", x -> x.maximum(x.mul(2).sub(0.5)), 5));
    return rows;
  }

  private static List<DerivativeRow> pairs(Shape a, Shape b) {
    return List.of(
        two("add", Tensor::add, a, b),
        two("sub", Tensor::sub, a, b),
        two("mul", Tensor::mul, a, b),
        two("div", Tensor::div, a, b).positive(),
        two("maximum", Tensor::maximum, a, b),
        two("minimum", Tensor::minimum, a, b),
        two("where", (x, y) -> x.less(y).where(x.square(), y), a, b),
        two("where, chosen elsewhere", (x, y) -> y.less(Tensor.of(0)).where(x, x.mul(y)), a, b));
  }

  private static List<DerivativeRow> moves() {
    Shape part = Shape.of(2, 1, 3);
    return List.of(
        one("reshape", x -> x.reshape(3, 4), 2, 6),
        one("transpose of all axes", x -> x.transpose(2, 0, 1), 2, 3, 4),
        one("transpose of the last two", Tensor::transpose, 2, 3, 4),
        one("broadcastTo", x -> x.broadcastTo(4, 2, 3), 2, 1),
        one("slice", x -> x.slice(1, 1, 3), 2, 4, 3),
        one("pad", x -> x.pad(1, 2, 1), 2, 2, 3),
        two("concat", (a, b) -> Tensor.concat(1, List.of(a, b, a)), part, Shape.of(2, 2, 3)));
  }

  private static List<DerivativeRow> groups() {
    List<DerivativeRow> rows = new ArrayList<>();
    for (int[] axes : new int[][] {{0}, {1}, {-1}, {0, 2}, {}}) {
      rows.add(one("sum", x -> x.sum(axes), 2, 3, 4));
      rows.add(one("mean", x -> x.meanKeep(axes), 2, 3, 4));
      rows.add(one("max", x -> x.max(axes), 2, 3, 4));
      rows.add(one("variance", x -> x.varianceKeep(axes), 2, 3, 4));
    }
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      rows.add(one("softmax", x -> x.softmax(along), 2, 3, 4));
      rows.add(one("log-softmax", x -> x.logSoftmax(along), 2, 3, 4));
      rows.add(one("log-sum-exp", x -> x.logSumExpKeep(along), 2, 3, 4));
    }
    return rows;
  }

  private static List<DerivativeRow> products() {
    List<DerivativeRow> rows = new ArrayList<>();
    for (Op.Form left : Op.Form.values()) {
      for (Op.Form right : Op.Form.values()) {
        rows.add(product(left, right, Shape.of(2, 3), Shape.of(3, 4)));
        rows.add(product(left, right, Shape.of(2, 2, 3), Shape.of(2, 3, 4)));
        rows.add(product(left, right, Shape.of(2, 2, 3), Shape.of(3, 4)));
        rows.add(product(left, right, Shape.of(2, 3), Shape.of(2, 1, 3, 2)));
        rows.add(product(left, right, Shape.of(2, 1, 2, 3), Shape.of(3, 3, 2)));
      }
    }
    return rows;
  }

  /** A product of matrices, given as they enter, by the primitive that transposes them itself. */
  private static DerivativeRow product(Op.Form left, Op.Form right, Shape a, Shape b) {
    return two(
        "matmul " + left + " " + right,
        (x, y) ->
            x.matmul(y)
                .withOp(new Op.MatMul(left, right), List.of(formed(x, left), formed(y, right))),
        a,
        b);
  }

  private static Tensor formed(Tensor matrix, Op.Form form) {
    return form == Op.Form.AS_IS ? matrix : matrix.transpose();
  }

  private static List<DerivativeRow> tables() {
    Tensor ids = Tensor.of(HostTensor.ofInts(Shape.of(2, 2), 2, 0, 2, 3));
    return List.of(
        one("gatherRows", table -> table.gatherRows(ids), 5, 3),
        one("scatterAddRows", rows -> rows.scatterAddRows(ids, 5), 2, 2, 3),
        DerivativeRow.of(
            "a lookup beside its table",
            all -> all.get(0).gatherRows(ids).mul(all.get(0).sum(0)),
            Shape.of(4, 2)));
  }
}
