package org.distill4j.optim;

import java.util.List;
import java.util.Optional;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/**
 * The rows whose sum is the gradient of a table.
 *
 * @param values the rows, (n, width)
 * @param ids the row of the table that each is added to, INT32 (n); an id may come up several times
 */
record TableGradient(Tensor values, Tensor ids) {
  /** Returns the rows of a gradient; empty if it was not recorded as a sum of rows. */
  static Optional<TableGradient> of(Tensor gradient) {
    if (gradient.op() instanceof Op.ScatterAddRows) {
      Tensor ids = gradient.inputs().get(1);
      int count = Math.toIntExact(ids.shape().size());
      Tensor values = gradient.inputs().get(0).reshape(count, gradient.shape().dim(1));
      return Optional.of(new TableGradient(values, ids.reshape(count)));
    }
    boolean isSum = gradient.op() instanceof Op.Binary sum && sum.kind() == Op.BinaryKind.ADD;
    return isSum
        ? of(gradient.inputs().get(0))
            .flatMap(first -> of(gradient.inputs().get(1)).map(first::and))
        : Optional.empty();
  }

  private TableGradient and(TableGradient more) {
    return new TableGradient(
        Tensor.concat(0, List.of(values, more.values)), Tensor.concat(0, List.of(ids, more.ids)));
  }
}
