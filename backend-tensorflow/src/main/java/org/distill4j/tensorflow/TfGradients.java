package org.distill4j.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.distill4j.model.ParameterSpec;
import org.distill4j.program.Program;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.tensorflow.Output;

/** Asks TensorFlow for the gradient of a program's total in each of its parameters. */
final class TfGradients {
  private final TfNodes nodes;
  private final TfLeaves leaves;

  TfGradients(TfNodes nodes, TfLeaves leaves) {
    this.nodes = nodes;
    this.leaves = leaves;
  }

  /** The gradients in the order of the parameters; zeros where none flows. */
  List<TfGradient> of(Program program, Tensor total, Output<?> built) {
    Set<String> reached = reached(total);
    List<Output<?>> reads = new ArrayList<>();
    for (ParameterSpec parameter : program.parameters()) {
      if (reached.contains(parameter.name())) {
        reads.add(read(parameter));
      }
    }
    Iterator<Output<?>> derived = derive(built, reads);
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

  private Iterator<Output<?>> derive(Output<?> total, List<Output<?>> inputs) {
    if (inputs.isEmpty()) {
      return Collections.emptyIterator();
    }
    return List.of(nodes.graph().addGradients(total, inputs.toArray(new Output<?>[0]))).iterator();
  }

  /** The parameters that a change of reaches the total; TensorFlow fails when asked for others. */
  private static Set<String> reached(Tensor total) {
    Set<String> reached = new LinkedHashSet<>();
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Tensor> open = new ArrayDeque<>(List.of(total));
    while (!open.isEmpty()) {
      Tensor next = open.pop();
      if (seen.add(next)) {
        if (next.op() instanceof Op.Parameter parameter) {
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
}
