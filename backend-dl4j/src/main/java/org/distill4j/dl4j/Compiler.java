package org.distill4j.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.loss.LossTerms;
import org.distill4j.program.Program;
import org.distill4j.tensor.Tensor;

/** Compiles programs to plans over shared weights. */
final class Compiler {
  private final Program program;
  private final Tape tape = new Tape();
  private final Leaves leaves;
  private final Gradients gradients = new Gradients(tape);
  private final Map<Tensor, Value> values;

  private Compiler(Program program, Dl4jWeights weights) {
    this.program = program;
    this.leaves = new Leaves(program, weights);
    this.values = program.interpret(new Dl4jAlgebra(tape, leaves, gradients));
  }

  /** Compiles a program that computes outputs alone. */
  static Compiled forward(Program program, Dl4jWeights weights) {
    return new Compiler(program, weights).finish(0, Map.of());
  }

  /** Compiles a program that computes a total and the gradient of it. */
  static Compiled step(Program program, Dl4jWeights weights, long seed) {
    Compiler compiler = new Compiler(program, weights);
    return compiler.finish(seed, compiler.differentiate());
  }

  private Map<String, Value> differentiate() {
    Value total = named(program.outputs()).get(LossTerms.TOTAL);
    if (total != null) {
      tape.differentiate(total, gradients);
    }
    Map<String, Value> found = new LinkedHashMap<>();
    leaves
        .parameters()
        .forEach((name, value) -> gradients.of(value).ifPresent(g -> found.put(name, g)));
    return found;
  }

  private Compiled finish(long seed, Map<String, Value> found) {
    Map<String, Value> outputs = named(program.outputs());
    Map<String, Value> updates = named(program.stateUpdates());
    List<Slot> results = new ArrayList<>();
    List.of(outputs, updates, found)
        .forEach(some -> some.values().forEach(value -> results.add(value.slot())));
    Plan plan = Planner.plan(tape, results);
    return new Compiled(program.reader(seed), leaves, outputs, updates, found, plan);
  }

  private Map<String, Value> named(Map<String, Tensor> tensors) {
    Map<String, Value> found = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Value value = values.get(entry.getValue());
      if (value != null) {
        found.put(entry.getKey(), value);
      }
    }
    return found;
  }
}
