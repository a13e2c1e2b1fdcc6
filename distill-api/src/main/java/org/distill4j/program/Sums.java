package org.distill4j.program;

import java.util.stream.IntStream;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Reductions that a backend may compute in fewer steps than they were recorded in. */
public final class Sums {
  private Sums() {}

  /**
   * Whether a tensor is a reduction without the axes that were reduced: {@code sum}, not {@code
   * sumKeep}.
   *
   * @param node any tensor
   * @return true if its input is a reduction and its shape is that without the reduced axes
   */
  public static boolean dropsAxes(Tensor node) {
    if (!(node.op() instanceof Op.Reshape)
        || !(node.inputs().get(0).op() instanceof Op.Reduce reduce)) {
      return false;
    }
    int[] kept = node.inputs().get(0).shape().dims();
    int[] left =
        IntStream.range(0, kept.length)
            .filter(axis -> !reduce.axes().contains(axis))
            .map(axis -> kept[axis])
            .toArray();
    return node.shape().equals(Shape.of(left));
  }

  /**
   * What a sum adds up. A sum of everything looks through sums along axes before it.
   *
   * @param node a reduction that is a sum
   * @return a tensor whose elements add up to the same; the sum's own input unless the sum is a
   *     single number
   */
  public static Tensor summands(Tensor node) {
    Tensor summands = node.inputs().get(0);
    if (node.shape().size() == 1) {
      while (isReshape(summands) || isSum(summands)) {
        summands = summands.inputs().get(0);
      }
    }
    return summands;
  }

  private static boolean isReshape(Tensor node) {
    return node.op() instanceof Op.Reshape;
  }

  /**
   * Whether a tensor is a sum.
   *
   * @param node any tensor
   * @return true for a reduction by adding up
   */
  public static boolean isSum(Tensor node) {
    return node.op() instanceof Op.Reduce reduce && reduce.kind() == Op.ReduceKind.SUM;
  }
}
