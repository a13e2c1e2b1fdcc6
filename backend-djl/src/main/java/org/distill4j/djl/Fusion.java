package org.distill4j.djl;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.distill4j.program.Biases;
import org.distill4j.program.PickedLoss;
import org.distill4j.program.Program;
import org.distill4j.program.Sums;
import org.distill4j.tensor.Tensor;

/** Finds tensors that the only operation which uses them can compute along with its own work. */
final class Fusion {
  private final Set<Tensor> absorbed = new HashSet<>();

  Fusion(Program program) {
    Map<Tensor, Integer> uses = new HashMap<>();
    program.nodes().forEach(node -> node.inputs().forEach(in -> uses.merge(in, 1, Integer::sum)));
    program.outputs().values().forEach(node -> uses.merge(node, 1, Integer::sum));
    program.stateUpdates().values().forEach(node -> uses.merge(node, 1, Integer::sum));
    for (Tensor node : program.nodes()) {
      boolean fits =
          Biases.isAdded(node) || Sums.dropsAxes(node) || addsPickedLosses(program, node);
      if (fits && usedOnce(node.inputs().get(0), uses)) {
        absorbed.add(node.inputs().get(0));
      }
    }
  }

  private static boolean addsPickedLosses(Program program, Tensor node) {
    return Sums.isSum(node)
        && node.shape().size() == 1
        && PickedLoss.of(program, node.inputs().get(0)).isPresent();
  }

  private static boolean usedOnce(Tensor node, Map<Tensor, Integer> uses) {
    return Integer.valueOf(1).equals(uses.get(node));
  }

  /** Whether a tensor is left to the operation that uses it. */
  boolean absorbs(Tensor node) {
    return absorbed.contains(node);
  }
}
