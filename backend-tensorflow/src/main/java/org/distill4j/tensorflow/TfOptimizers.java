package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.ir.InPlace;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/** Adam and its relatives by TensorFlow's kernel, which writes variables in place. */
final class TfOptimizers {
  /** The optimizers that the kernel computes, and the number of inputs that are gradients. */
  static final Map<String, Integer> GRADIENTS = Map.of("adam", 1, "adamw", 1, "row-adam", 2);

  private final TfNodes nodes;
  private final TfInputs inputs;
  private final Map<Object, Numbers> known = new HashMap<>();

  /** The kernel's arguments from an optimizer's numbers. */
  private record Numbers(Output<?> rate, Output<?> beta1, Output<?> beta2, Output<?> epsilon) {}

  TfOptimizers(TfNodes nodes, TfInputs inputs) {
    this.nodes = nodes;
    this.inputs = inputs;
  }

  /**
   * Adds an update to the program.
   *
   * @param update the update
   * @param in the values of what it is applied to
   * @param after what must have run before
   */
  Operation apply(InPlace update, List<Output<?>> in, Operation after) {
    Composite composite = update.application().composite();
    List<Output<?>> variables = update.written().stream().<Output<?>>map(this::handle).toList();
    return switch (composite.name()) {
      case "row-adam" -> {
        Numbers numbers = numbers(composite, in.get(5), in.get(6));
        yield byRows(variables, in.get(1), in.get(2), numbers, after);
      }
      case "adamw" -> {
        Output<?> share = nodes.op("Mul", in.get(4), nodes.number(composite.number("weightDecay")));
        Output<?> pull = nodes.op("Mul", in.get(0), share);
        Operation decayed = nodes.assign("AssignSubVariableOp", variables.get(0), pull, after);
        yield adam(variables, in.get(1), numbers(composite, in.get(4), in.get(5)), decayed);
      }
      default -> adam(variables, in.get(1), numbers(composite, in.get(4), in.get(5)), after);
    };
  }

  /** Returns the value of one of the results. */
  Output<?> result(InPlace update, int index, Operation written) {
    return nodes.read(handle(update.written().get(index)), written);
  }

  private Output<?> handle(Tensor variable) {
    return inputs.handle(((Op.Variable) variable.op()).name(), variable.shape());
  }

  /** Corrects the bias in the rate and ε, and tells the kernel that none is left. */
  private Operation adam(
      List<Output<?>> variables, Output<?> gradient, Numbers numbers, Operation... after) {
    Output<?> none = nodes.number(0);
    return nodes.node(
        "ResourceApplyAdam",
        builder -> List.of(after).forEach(builder::addControlInput),
        variables.get(0),
        variables.get(1),
        variables.get(2),
        none,
        none,
        numbers.rate(),
        numbers.beta1(),
        numbers.beta2(),
        numbers.epsilon(),
        gradient);
  }

  /**
   * Applies Adam to those rows of a table that have a gradient, and to no others. The gradients of
   * a row that was looked up more than once are added up first, and where that gives 0 nothing
   * changes. The rows are copied out for the kernel, and back.
   */
  private Operation byRows(
      List<Output<?>> variables,
      Output<?> gradients,
      Output<?> ids,
      Numbers numbers,
      Operation after) {
    Operation unique = nodes.node("Unique", builder -> {}, ids);
    Output<?> count = nodes.op("Size", unique.output(0));
    Output<?> sums = nodes.op("UnsortedSegmentSum", gradients, unique.output(1), count);
    Output<?> moving = nodes.reshape(nodes.op("Where", anyIn(sums)), -1);
    Output<?> rows = nodes.op("GatherV2", unique.output(0), moving, nodes.integer(0));
    Output<?> gradient = nodes.op("GatherV2", sums, moving, nodes.integer(0));
    List<Output<?>> copies = new ArrayList<>();
    List<Operation> filled = new ArrayList<>();
    for (Output<?> variable : variables) {
      Output<?> copy = nodes.scratch();
      copies.add(copy);
      filled.add(nodes.assign("AssignVariableOp", copy, nodes.rows(variable, rows, after)));
    }
    Operation moved = adam(copies, gradient, numbers, filled.toArray(new Operation[0]));
    List<Operation> written = new ArrayList<>();
    for (int i = 0; i < copies.size(); i++) {
      Output<?> next = nodes.read(copies.get(i), moved);
      written.add(nodes.node("ResourceScatterUpdate", builder -> {}, variables.get(i), rows, next));
    }
    return nodes.after(written);
  }

  /** Returns whether each row has a nonzero element. */
  private Output<?> anyIn(Output<?> rows) {
    return nodes.op("Any", nodes.op("NotEqual", rows, nodes.number(0)), nodes.integers(1));
  }

  private Numbers numbers(Composite composite, Output<?> rate, Output<?> step) {
    return known.computeIfAbsent(
        List.of(rate, step, composite.attributes()), key -> corrected(composite, rate, step));
  }

  /**
   * Scales ε, as TensorFlow adds it to √v before the bias is corrected. With the rate η·√(1 −
   * β₂ᵗ)/(1 − β₁ᵗ) and ε·√(1 − β₂ᵗ) its update is the paper's.
   */
  private Numbers corrected(Composite composite, Output<?> rate, Output<?> step) {
    double beta1 = composite.number("beta1");
    double beta2 = composite.number("beta2");
    Output<?> root = nodes.op("Sqrt", collected(beta2, step));
    return new Numbers(
        nodes.op("RealDiv", nodes.op("Mul", rate, root), collected(beta1, step)),
        nodes.number(beta1),
        nodes.number(beta2),
        nodes.op("Mul", root, nodes.number(composite.number("epsilon"))));
  }

  /**
   * Returns 1 − βᵗ, the share of a moment after t steps. β is rounded as the kernel rounds it,
   * since the correction must undo exactly what the moments lack.
   */
  private Output<?> collected(double beta, Output<?> step) {
    Output<?> logarithm = nodes.op("Mul", step, nodes.number(Math.log((float) beta)));
    return nodes.op("Neg", nodes.op("Expm1", logarithm));
  }
}
