package org.distill4j.ir;

import java.util.Collection;
import java.util.List;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/**
 * Rewrites sums of all elements, which need no sums along some axes before them. A sum that is read
 * elsewhere too is computed anyway, and has fewer elements to add up.
 */
final class TotalSums {
  private final UseCounts uses = new UseCounts();

  /**
   * Counts the readers of each node.
   *
   * @param nodes the nodes of a program
   * @param results those of them that it gives
   */
  TotalSums(List<Tensor> nodes, Collection<Tensor> results) {
    uses.count(nodes, results);
  }

  /** Returns the node whose elements a reduction finally adds up: its input, or one before that. */
  Tensor summed(Tensor reduction) {
    Tensor summed = reduction.inputs().get(0);
    if (isSum(reduction) && reduction.shape().size() == 1) {
      while (uses.once(summed) && (isSum(summed) || summed.op() instanceof Op.Reshape)) {
        summed = summed.inputs().get(0);
      }
    }
    return summed;
  }

  private static boolean isSum(Tensor tensor) {
    return tensor.op() instanceof Op.Reduce reduce && reduce.kind() == Op.ReduceKind.SUM;
  }
}
