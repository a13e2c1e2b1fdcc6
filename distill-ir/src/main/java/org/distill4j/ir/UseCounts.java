package org.distill4j.ir;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import org.distill4j.tensor.Tensor;

/** How often each tensor is used, so that what has one use alone can be computed along with it. */
public final class UseCounts {
  private final IdentityHashMap<Tensor, Integer> counts = new IdentityHashMap<>();

  /** No uses yet. */
  public UseCounts() {}

  /**
   * Counts the uses by some nodes, and by those who take the results; what was counted of these
   * nodes' own uses before is forgotten.
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
   * Whether a tensor has no second use.
   *
   * @param tensor the tensor
   * @return whether it is used at most once
   */
  public boolean once(Tensor tensor) {
    return counts.getOrDefault(tensor, 0) <= 1;
  }
}
