package org.distill4j.dl4j;

import org.distill4j.tensor.Shape;

/**
 * Matrix products over the last two axes, with broadcasting of the others.
 *
 * @param tape where steps are laid down
 * @param gradients where gradients are added
 */
record MatMulRule(Tape tape, Gradients gradients) {
  Value apply(Value left, Value right, Shape shape) {
    Factor a = Factor.uncopied(left);
    Factor b = Factor.uncopied(right);
    if (b.batch() == 1 && a.canStack()) {
      return multiply(a.stacked(), b, shape);
    }
    int matrices = matrices(shape);
    if (a.batch() == matrices && b.batch() == matrices) {
      return multiply(a, b, shape);
    }
    return multiply(Factor.of(stretch(left, shape)), Factor.of(stretch(right, shape)), shape);
  }

  private Value multiply(Factor a, Factor b, Shape shape) {
    Value y = Products.multiply(tape, a, b, shape);
    tape.rule(
        y,
        g -> {
          Factor gradient = new Factor(g, a.batch(), a.rows(), b.columns(), Layout.ROWS);
          gradients.add(a.value(), () -> Products.leftGradient(tape, a, b, gradient));
          gradients.add(b.value(), () -> Products.rightGradient(tape, a, b, gradient));
        });
    return y;
  }

  private static int matrices(Shape shape) {
    return (int) shape.size() / shape.dim(-1) / shape.dim(-2);
  }

  /** A factor repeated for every matrix of the result. */
  private Value stretch(Value factor, Shape shape) {
    int rank = shape.rank();
    Shape target =
        shape.with(rank - 2, factor.shape().dim(-2)).with(rank - 1, factor.shape().dim(-1));
    if (target.equals(factor.shape())) {
      return factor;
    }
    Value y = Moves.broadcastTo(tape, factor, target);
    tape.rule(y, g -> gradients.add(factor, () -> Reductions.unbroadcast(tape, g, factor.shape())));
    return y;
  }
}
