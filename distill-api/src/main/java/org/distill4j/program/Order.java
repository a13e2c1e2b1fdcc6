package org.distill4j.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** The order in which a program's primitives run. */
final class Order {
  private Order() {}

  static List<Tensor> of(Recording recording, Map<String, Tensor> outputs) {
    List<Tensor> ordered = new ArrayList<>();
    Set<Tensor> done = Collections.newSetFromMap(new IdentityHashMap<>());
    outputs.values().forEach(output -> visit(output, done, ordered));
    recording.stateUpdates.values().forEach(update -> visit(update, done, ordered));
    ordered.forEach(tensor -> requireOwn(recording, tensor));
    return Collections.unmodifiableList(ordered);
  }

  /** Depth first with a stack of its own, so that deep models do not overflow the thread's. */
  private static void visit(Tensor root, Set<Tensor> done, List<Tensor> ordered) {
    Deque<Tensor> stack = new ArrayDeque<>();
    stack.push(root);
    while (!stack.isEmpty()) {
      Tensor next = stack.peek();
      int waiting = stack.size();
      if (!done.contains(next)) {
        for (int i = next.inputs().size() - 1; i >= 0; i--) {
          if (!done.contains(next.inputs().get(i))) {
            stack.push(next.inputs().get(i));
          }
        }
      }
      if (stack.size() == waiting) {
        stack.pop();
        if (done.add(next)) {
          ordered.add(next);
        }
      }
    }
  }

  private static void requireOwn(Recording recording, Tensor tensor) {
    boolean given =
        tensor.op() instanceof Op.Leaf
            && !(tensor.op() instanceof Op.Literal)
            && !(tensor.op() instanceof Op.Constant);
    if (given && !recording.leaves.contains(tensor)) {
      throw new IllegalStateException(
          "The tensor "
              + tensor
              + " belongs to another recording, expected one of this function.\n"
              + "Maybe a model or loss keeps a tensor in a field.");
    }
  }
}
