package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Products of matrices, transposed or not. */
final class FormRows {
  private FormRows() {}

  static List<ProgramCase> all() {
    List<ProgramCase> rows = new ArrayList<>();
    for (Op.Form left : Op.Form.values()) {
      for (Op.Form right : Op.Form.values()) {
        rows.add(row(left, right, Shape.of(2, 3), Shape.of(3, 4)));
        rows.add(row(left, right, Shape.of(3, 3), Shape.of(3, 3)));
        rows.add(row(left, right, Shape.of(1, 3), Shape.of(3, 1)));
        rows.add(row(left, right, Shape.of(4, 1), Shape.of(1, 5)));
        rows.add(row(left, right, Shape.of(33, 17), Shape.of(17, 9)));
        rows.add(row(left, right, Shape.of(2, 2, 3), Shape.of(2, 3, 4)));
        rows.add(row(left, right, Shape.of(2, 2, 3), Shape.of(3, 4)));
        rows.add(row(left, right, Shape.of(2, 3), Shape.of(5, 3, 4)));
        rows.add(row(left, right, Shape.of(2, 1, 2, 3), Shape.of(3, 3, 2)));
      }
    }
    return rows;
  }

  private static ProgramCase row(Op.Form left, Op.Form right, Shape a, Shape b) {
    HostTensor first = SeededValues.floats(241, entering(a, left).dims());
    HostTensor second = SeededValues.floats(242, entering(b, right).dims());
    String name = first.shape() + " " + left + " with " + second.shape() + " " + right;
    return ProgramCase.binary(name, (x, y) -> product(x, left, y, right), first, second)
        .within(Tolerances.SUM);
  }

  private static Shape entering(Shape shape, Op.Form form) {
    return form == Op.Form.AS_IS ? shape : shape.with(-1, shape.dim(-2)).with(-2, shape.dim(-1));
  }

  static Tensor product(Tensor left, Op.Form first, Tensor right, Op.Form second) {
    Tensor a = first == Op.Form.AS_IS ? left : left.transpose();
    Tensor b = second == Op.Form.AS_IS ? right : right.transpose();
    return a.matmul(b).withOp(new Op.MatMul(first, second), List.of(left, right));
  }
}
