package org.distill4j.program;

import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Matrix products with a bias, which most engines compute by one kernel. */
public final class Biases {
  private Biases() {}

  /**
   * Whether a tensor is x·W + b.
   *
   * @param node any tensor
   * @return true if it is the sum of a matrix product (m, n), its first input, and a vector (n)
   */
  public static boolean isAdded(Tensor node) {
    if (!(node.op() instanceof Op.Binary binary) || binary.kind() != Op.BinaryKind.ADD) {
      return false;
    }
    Tensor product = node.inputs().get(0);
    return product.op() instanceof Op.MatMul
        && product.shape().rank() == 2
        && node.inputs().get(1).shape().equals(Shape.of(product.shape().dim(1)));
  }
}
