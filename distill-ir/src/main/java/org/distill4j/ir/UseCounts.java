package org.distill4j.ir;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import org.distill4j.tensor.Tensor;

/**
 * The number of uses of each tensor, so that a tensor with a single use can be computed along with
 * its user.
 */
public final class UseCounts {
  private final IdentityHashMap<Tensor, Integer> counts = new IdentityHashMap<>();

  /** Creates empty counts. */
  public UseCounts() {}

  /**
   * Counts the uses by some nodes and by the readers of the results; earlier counts of these nodes'
   * own uses are dropped.
   *
   * @param nodes the nodes, inputs before what uses them
   * @param results what someone takes
   */
  public void count(List<Tensor> nodes, Collection<Tensor> results) {
    nodes.forEach(counts::remove);
    nodes.forEach(node -> node.inputs().forEach(this::use));
    results.forEach(this::use);
  }

  private void use(Tensor tensor) {
    counts.merge(tensor, 1, Integer::sum);
  }

  /**
   * Returns whether a tensor has no second use.
   *
   * @param tensor the tensor
   * @return whether it is used at most once
   */
  public boolean once(Tensor tensor) {
    return counts.getOrDefault(tensor, 0) <= 1;
  }
}
