package org.distill4j.program;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.distill4j.loss.LossTerms;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * The arithmetic that a loss ends with: single numbers scaled and added up. It makes the total a
 * weighted sum of the tensors that the arithmetic begins with, its roots:
 *
 * <pre>
 * total = Σ weight · root + rest
 * </pre>
 *
 * <p>Weights and rest are made of literals and of numbers that a run is given. So a backend may
 * differentiate the roots, with the weights as their gradients, and compute the tail itself without
 * recording anything for a gradient.
 */
public final class Tail {
  /**
   * A backend's arithmetic on single numbers.
   *
   * @param <V> its handle of a number
   */
  public interface Numbers<V> {
    /**
     * A number that is known now.
     *
     * @param value the number
     * @return its handle
     */
    V of(double value);

    /**
     * A number of the program: a literal, one that is given to a run, or one made of these.
     *
     * @param number its tensor
     * @return its handle
     */
    V of(Tensor number);

    /**
     * One number made of two.
     *
     * @param kind ADD, SUB, MUL or DIV
     * @param left the left one
     * @param right the right one
     * @return the result's handle
     */
    V combine(Op.BinaryKind kind, V left, V right);
  }

  private final Program program;
  private final Set<Tensor> numbers = new LinkedHashSet<>();
  private final Set<Tensor> nodes = new LinkedHashSet<>();

  private Tail(Program program) {
    this.program = program;
  }

  /**
   * The tail of a program.
   *
   * @param program any program
   * @return its tail; empty unless the program is a step
   */
  public static Tail of(Program program) {
    Tail tail = new Tail(program);
    if (program.outputs().containsKey(LossTerms.TOTAL)) {
      tail.find();
    }
    return tail;
  }

  private void find() {
    Set<Tensor> usedBefore = Collections.newSetFromMap(new IdentityHashMap<>());
    usedBefore.addAll(program.stateUpdates().values());
    program.nodes().stream().filter(this::isNumber).forEach(numbers::add);
    for (int i = program.nodes().size() - 1; i >= 0; i--) {
      Tensor node = program.nodes().get(i);
      if (!usedBefore.contains(node) && !numbers.contains(node) && scales(node)) {
        nodes.add(node);
      } else {
        usedBefore.addAll(node.inputs());
      }
    }
  }

  private boolean isNumber(Tensor node) {
    return node.op() instanceof Op.Scalar
        || node.op() instanceof Op.Literal
        || (node.op() instanceof Op.Binary binary
            && isArithmetic(binary.kind())
            && numbers.containsAll(node.inputs()));
  }

  private static boolean isArithmetic(Op.BinaryKind kind) {
    return kind != Op.BinaryKind.MAXIMUM && kind != Op.BinaryKind.MINIMUM;
  }

  private boolean scales(Tensor node) {
    if (!node.shape().equals(Shape.scalar())) {
      return false;
    } else if (node.op() instanceof Op.Binary binary) {
      return switch (binary.kind()) {
        case ADD, SUB -> true;
        case MUL -> node.inputs().stream().anyMatch(numbers::contains);
        case DIV -> numbers.contains(node.inputs().get(1));
        case MAXIMUM, MINIMUM -> false;
      };
    }
    return node.op() instanceof Op.Unary unary && unary.kind() == Op.UnaryKind.NEGATE;
  }

  /**
   * Whether a tensor is computed in the tail.
   *
   * @param node any tensor
   * @return true if it is; nothing outside of the tail uses it then
   */
  public boolean contains(Tensor node) {
    return nodes.contains(node);
  }

  /**
   * The roots of the total and how much each counts.
   *
   * @param arithmetic computes the weights
   * @param <V> its handle of a number
   * @return the weight of each root; the total itself with weight 1 if it is not computed in the
   *     tail
   */
  public <V> Map<Tensor, V> weights(Numbers<V> arithmetic) {
    Map<Tensor, V> weights = new LinkedHashMap<>();
    Tensor total = program.outputs().get(LossTerms.TOTAL);
    if (total != null && !numbers.contains(total)) {
      weights.put(total, arithmetic.of(1));
    }
    for (Tensor node : nodes) {
      V weight = weights.remove(node);
      if (weight != null) {
        spread(node, weight, weights, arithmetic);
      }
    }
    return weights;
  }

  private <V> void spread(Tensor node, V weight, Map<Tensor, V> weights, Numbers<V> arithmetic) {
    for (int i = 0; i < node.inputs().size(); i++) {
      Tensor input = node.inputs().get(i);
      if (!numbers.contains(input)) {
        V share = share(node, i, weight, arithmetic);
        weights.merge(input, share, (a, b) -> arithmetic.combine(Op.BinaryKind.ADD, a, b));
      }
    }
  }

  private static <V> V share(Tensor node, int input, V weight, Numbers<V> arithmetic) {
    Op.BinaryKind kind = node.op() instanceof Op.Binary binary ? binary.kind() : Op.BinaryKind.SUB;
    boolean negative = kind == Op.BinaryKind.SUB && input == node.inputs().size() - 1;
    return switch (kind) {
      case MUL, DIV ->
          arithmetic.combine(kind, weight, arithmetic.of(node.inputs().get(1 - input)));
      default ->
          negative ? arithmetic.combine(Op.BinaryKind.MUL, arithmetic.of(-1), weight) : weight;
    };
  }
}
