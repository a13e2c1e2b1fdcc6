package org.distill4j.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The order in which recorded operations run. */
public final class OperationOrder {
  private OperationOrder() {}

  /**
   * Returns all tensors that some tensors depend on, themselves included.
   *
   * @param results the tensors
   * @return each once, inputs before what uses them; unmodifiable
   */
  public static List<Tensor> sort(Collection<Tensor> results) {
    return sort(results, List.of());
  }

  /**
   * Returns all tensors on the way from others to some tensors.
   *
   * @param results the tensors
   * @param from where it stops; these are left out
   * @return each once, inputs before what uses them; unmodifiable
   */
  public static List<Tensor> sort(Collection<Tensor> results, Collection<Tensor> from) {
    List<Tensor> ordered = new ArrayList<>();
    Set<Tensor> done = Collections.newSetFromMap(new IdentityHashMap<>());
    done.addAll(from);
    results.forEach(result -> visit(result, done, ordered));
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
}
