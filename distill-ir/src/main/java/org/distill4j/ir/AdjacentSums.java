package org.distill4j.ir;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/**
 * Sums of two zero-padded tensors where one begins where the other ends: such are the gradients of
 * slices.
 */
final class AdjacentSums {
  private AdjacentSums() {}

  /** Returns the sum without additions, if its terms are neighbours. */
  static Optional<Tensor> joined(Op.BinaryKind kind, Tensor left, Tensor right) {
    if (kind == Op.BinaryKind.ADD
        && left.op() instanceof Op.Pad a
        && right.op() instanceof Op.Pad b
        && a.axis() == b.axis()
        && left.shape().equals(right.shape())) {
      if (end(left, a) == b.before()) {
        return Optional.of(joined(left, a, right, b));
      } else if (end(right, b) == a.before()) {
        return Optional.of(joined(right, b, left, a));
      }
    }
    return Optional.empty();
  }

  private static int end(Tensor padded, Op.Pad pad) {
    return padded.shape().dim(pad.axis()) - pad.after();
  }

  private static Tensor joined(Tensor first, Op.Pad before, Tensor second, Op.Pad after) {
    int axis = before.axis();
    List<Tensor> parts =
        Stream.of(first, second).flatMap(padded -> parts(padded.inputs().get(0), axis)).toList();
    Tensor joined = Tensor.concat(axis, parts);
    return before.before() == 0 && after.after() == 0
        ? joined
        : joined.pad(axis, before.before(), after.after());
  }

  private static Stream<Tensor> parts(Tensor tensor, int axis) {
    return tensor.op() instanceof Op.Concat concat && concat.axis() == axis
        ? tensor.inputs().stream()
        : Stream.of(tensor);
  }
}
