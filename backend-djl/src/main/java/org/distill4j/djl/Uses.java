package org.distill4j.djl;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import org.distill4j.tensor.Tensor;

/** How often each tensor is used, so that what has one use alone can be computed along with it. */
final class Uses {
  private final IdentityHashMap<Tensor, Integer> counts = new IdentityHashMap<>();

  /** Counts the uses by some nodes, and by those who take the results. */
  void count(List<Tensor> nodes, Collection<Tensor> results) {
    nodes.forEach(node -> counts.remove(node));
    nodes.forEach(node -> node.inputs().forEach(this::use));
    results.forEach(this::use);
  }

  private void use(Tensor tensor) {
    counts.merge(tensor, 1, Integer::sum);
  }

  boolean once(Tensor tensor) {
    return counts.getOrDefault(tensor, 0) <= 1;
  }
}
