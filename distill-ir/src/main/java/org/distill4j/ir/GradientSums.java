package org.distill4j.ir;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** The gradients found so far, summed over the uses of each tensor. */
final class GradientSums {
  private final Set<Tensor> wanted = new HashSet<>();
  private final Map<Tensor, Tensor> sums = new HashMap<>();

  /**
   * Creates an empty collection.
   *
   * @param nodes the tensors that gradients flow through, inputs first
   * @param in the tensors whose gradient is wanted
   */
  GradientSums(List<Tensor> nodes, List<Tensor> in) {
    wanted.addAll(in);
    for (Tensor node : nodes) {
      if (passes(node) && node.inputs().stream().anyMatch(wanted::contains)) {
        wanted.add(node);
      }
    }
  }

  private static boolean passes(Tensor node) {
    return node.type() == DType.FLOAT32 && !(node.op() instanceof Op.StopGradient);
  }

  /** Returns whether a gradient with respect to a tensor contributes to one that is wanted. */
  boolean isWanted(Tensor tensor) {
    return wanted.contains(tensor);
  }

  /** Adds to the gradient with respect to a tensor if it is wanted. */
  void add(Tensor tensor, Supplier<Tensor> gradient) {
    if (isWanted(tensor)) {
      sums.merge(tensor, gradient.get(), Tensor::add);
    }
  }

  void add(Tensor tensor, Tensor gradient) {
    add(tensor, () -> gradient);
  }

  Optional<Tensor> gradient(Tensor tensor) {
    return Optional.ofNullable(sums.get(tensor));
  }
}
