package org.distill4j.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Propagates gradients from results to the tensors that they are computed from. */
final class ReversePass {
  private final GradientSums sums;
  private final Map<Op.Application, Pending> pending = new HashMap<>();

  /** The results of an application that were not visited yet, and the gradients of the others. */
  private static final class Pending {
    private int left;
    private final Map<Integer, Tensor> gradients = new HashMap<>();
  }

  ReversePass(GradientSums sums) {
    this.sums = sums;
  }

  /** Propagates through some tensors, inputs first, from the last to the first. */
  void flow(List<Tensor> nodes) {
    for (Tensor node : nodes) {
      if (node.op() instanceof Op.Result result) {
        pending(node, result).left++;
      }
    }
    for (int i = nodes.size() - 1; i >= 0; i--) {
      flow(nodes.get(i));
    }
  }

  private Pending pending(Tensor node, Op.Result result) {
    return pending.computeIfAbsent(result.application(node), all -> new Pending());
  }

  private void flow(Tensor node) {
    if (node.op() instanceof Op.Result result) {
      flow(node, result);
    } else if (!(node.op() instanceof Op.Leaf)) {
      sums.gradient(node).ifPresent(gradient -> new GradientRules(gradient, sums).flow(node));
    }
  }

  /** When the first of its results is met, the gradients in all of them are complete. */
  private void flow(Tensor node, Op.Result result) {
    Pending all = pending(node, result);
    sums.gradient(node)
        .ifPresent(gradient -> all.gradients.merge(result.index(), gradient, Tensor::add));
    all.left--;
    if (all.left == 0 && !all.gradients.isEmpty()) {
      new CompositeGradient(result.application(node), all.gradients, sums).flow();
    }
  }
}
