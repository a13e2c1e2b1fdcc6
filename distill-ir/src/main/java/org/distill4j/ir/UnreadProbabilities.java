package org.distill4j.ir;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/**
 * The composites {@code attention} of a program whose probabilities nothing reads but {@code
 * attention-gradient}. A kernel for these need not form the probabilities, and may give what its
 * gradient takes instead.
 */
public final class UnreadProbabilities {
  /** The index of the probabilities among the inputs of the gradient. */
  public static final int INPUT = 5;

  private static final int RESULT = 1;

  private UnreadProbabilities() {}

  /**
   * Finds them.
   *
   * @param program the program
   * @return the composites
   */
  public static Set<Composite> of(Program program) {
    Set<Composite> found = new HashSet<>();
    for (Tensor node : program.nodes()) {
      if (node.op() instanceof Op.Result result && isCalled(node, "attention")) {
        found.add(result.composite());
      }
    }
    for (Tensor node : program.nodes()) {
      for (int i = 0; i < node.inputs().size(); i++) {
        if (i != INPUT || !isCalled(node, "attention-gradient")) {
          removeReadBy(node.inputs().get(i), found);
        }
      }
    }
    removeAll(program.outputs().values(), found);
    removeAll(program.updates().values(), found);
    return found;
  }

  private static void removeAll(Collection<Tensor> read, Set<Composite> found) {
    read.forEach(tensor -> removeReadBy(tensor, found));
  }

  private static void removeReadBy(Tensor read, Set<Composite> found) {
    if (read.op() instanceof Op.Result result && result.index() == RESULT) {
      found.remove(result.composite());
    }
  }

  private static boolean isCalled(Tensor node, String composite) {
    return node.op() instanceof Op.Result result && result.composite().name().equals(composite);
  }
}
