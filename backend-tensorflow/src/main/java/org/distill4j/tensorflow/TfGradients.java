package org.distill4j.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.distill4j.model.ParameterSpec;
import org.distill4j.program.Program;
import org.distill4j.program.Tail;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.tensorflow.Output;

/**
 * Asks TensorFlow for the gradient of a program's total in each of its parameters. The arithmetic
 * that the total ends with is differentiated here, in fewer operations.
 */
final class TfGradients {
  private final TfNodes nodes;
  private final TfLeaves leaves;
  private final Map<Tensor, Output<?>> values;

  TfGradients(TfNodes nodes, TfLeaves leaves, Map<Tensor, Output<?>> values) {
    this.nodes = nodes;
    this.leaves = leaves;
    this.values = values;
  }

  /** The gradients in the order of the parameters; zeros where none flows. */
  List<TfGradient> of(Program program) {
    Map<Tensor, Output<?>> weights = new LinkedHashMap<>(Tail.of(program).weights(new Weights()));
    weights.keySet().removeIf(root -> reached(Set.of(root)).isEmpty());
    Set<String> reached = reached(weights.keySet());
    List<Output<?>> reads = new ArrayList<>();
    for (ParameterSpec parameter : program.parameters()) {
      if (reached.contains(parameter.name())) {
        reads.add(read(parameter));
      }
    }
    Iterator<Output<?>> derived = derive(weights, reads);
    List<TfGradient> gradients = new ArrayList<>();
    for (ParameterSpec parameter : program.parameters()) {
      boolean flows = reached.contains(parameter.name());
      Output<?> value = flows ? derived.next() : nodes.op("ZerosLike", read(parameter));
      gradients.add(new TfGradient(parameter, value));
    }
    return gradients;
  }

  private Output<?> read(ParameterSpec parameter) {
    return leaves.read(TfNames.value(parameter.name()), parameter.shape());
  }

  private Iterator<Output<?>> derive(Map<Tensor, Output<?>> weights, List<Output<?>> inputs) {
    if (inputs.isEmpty()) {
      return Collections.emptyIterator();
    }
    List<Output<?>> roots = new ArrayList<>();
    weights.keySet().forEach(root -> roots.add(value(root)));
    return List.of(nodes.gradients(roots, inputs, List.copyOf(weights.values()))).iterator();
  }

  private Output<?> value(Tensor node) {
    return Objects.requireNonNull(values.get(node));
  }

  /** The parameters that a change of reaches some; TensorFlow fails when asked for others. */
  private static Set<String> reached(Set<Tensor> roots) {
    Set<String> reached = new LinkedHashSet<>();
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Tensor> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      Tensor next = open.pop();
      if (seen.add(next)) {
        if (next.op() instanceof Op.Variable parameter) {
          reached.add(parameter.name());
        }
        open.addAll(differentiated(next));
      }
    }
    return reached;
  }

  private static List<Tensor> differentiated(Tensor node) {
    Op op = node.op();
    boolean constant =
        op instanceof Op.Compare
            || op instanceof Op.Cast
            || op instanceof Op.StopGradient
            || op instanceof Op.ArgMax
            || op instanceof Op.OneHot
            || (op instanceof Op.Power power && power.exponent() == 0);
    if (constant) {
      return List.of();
    } else if (op instanceof Op.Where) {
      return node.inputs().subList(1, 3);
    }
    return op instanceof Op.GatherRows ? node.inputs().subList(0, 1) : node.inputs();
  }

  /** Weights as nodes of the graph. */
  private final class Weights implements Tail.Numbers<Output<?>> {
    @Override
    public Output<?> of(double value) {
      return nodes.number(value);
    }

    @Override
    public Output<?> of(Tensor number) {
      return value(number);
    }

    @Override
    public Output<?> combine(Op.BinaryKind kind, Output<?> left, Output<?> right) {
      return nodes.op(TfAlgebra.type(kind), left, right);
    }
  }
}
