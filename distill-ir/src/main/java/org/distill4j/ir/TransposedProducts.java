package org.distill4j.ir;

import java.util.List;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Matrix products that take transposed operands. */
final class TransposedProducts {
  private TransposedProducts() {}

  static Tensor folded(Tensor node, Op.MatMul op, Tensor left, Tensor right) {
    boolean turnsLeft = exchangesLastTwo(left);
    boolean turnsRight = exchangesLastTwo(right);
    Op.MatMul product = new Op.MatMul(turned(op.left(), turnsLeft), turned(op.right(), turnsRight));
    return node.withOp(
        product,
        List.of(
            turnsLeft ? left.inputs().get(0) : left, turnsRight ? right.inputs().get(0) : right));
  }

  private static Op.Form turned(Op.Form form, boolean turns) {
    boolean transposed = (form == Op.Form.TRANSPOSED) != turns;
    return transposed ? Op.Form.TRANSPOSED : Op.Form.AS_IS;
  }

  private static boolean exchangesLastTwo(Tensor tensor) {
    if (!(tensor.op() instanceof Op.Transpose transpose)) {
      return false;
    }
    List<Integer> order = transpose.order();
    int rank = order.size();
    for (int axis = 0; axis < rank - 2; axis++) {
      if (order.get(axis) != axis) {
        return false;
      }
    }
    return order.get(rank - 2) == rank - 1;
  }
}
