package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.distill4j.ir.Program;
import org.distill4j.ir.UnreadProbabilities;
import org.distill4j.tensor.Tensor;

/** Compiles a program to a plan. */
final class PlanCompiler {
  private final Program program;
  private final StepList steps;
  private final PlanVariables variables;
  private final PlanInputs inputs;
  private final Map<Tensor, Value> values;

  /** The new value of each variable that gets one, by the variable's slot. */
  private final Map<Slot, Tensor> changes = new LinkedHashMap<>();

  private final Map<Slot, Slot> updates = new LinkedHashMap<>();

  private final Map<Slot, Slot> copies = new HashMap<>();

  private PlanCompiler(Program program, PlanVariables variables, PlanEngine engine) {
    this.program = program;
    this.variables = variables;
    this.steps = new StepList(engine);
    this.inputs = new PlanInputs(program, variables);
    this.values =
        program.interpret(new PlanAlgebra(steps, inputs, UnreadProbabilities.of(program)));
  }

  /**
   * Compiles a program.
   *
   * @param program the program
   * @param variables what it reads and updates
   * @param engine what computes for it
   * @param arrays the arrays of the session's plans
   * @return what runs it
   */
  static PlanExecutable compile(
      Program program, PlanVariables variables, PlanEngine engine, HeldArrays arrays) {
    return new PlanCompiler(program.simplified(), variables, engine).compile(arrays);
  }

  private PlanExecutable compile(HeldArrays arrays) {
    program.updates().forEach(this::change);
    changes.forEach((variable, value) -> updates.put(variable, untouched(value)));
    List<PlanExecutable.Output> outputs = new ArrayList<>();
    for (Tensor output : program.outputs().values()) {
      outputs.add(new PlanExecutable.Output(untouched(output), output.spec()));
    }
    Set<Slot> results =
        outputs.stream().map(PlanExecutable.Output::slot).collect(Collectors.toSet());
    Set<Slot> kept = new HashSet<>(results);
    kept.addAll(updates.values());
    List<Step> ordered =
        VariableUpdates.atEnd(StepFusion.simplify(steps.steps(), kept), updates, results);
    Plan plan = MemoryPlacement.plan(ordered, results, inputs.feeds(), steps.scratches());
    HeapLimit.require(
        plan.bytes() + inputs.bytes() + steps.bytes(),
        variables.bytes(),
        Runtime.getRuntime().maxMemory());
    return new PlanExecutable(steps.multiplier(), inputs, arrays, plan, outputs);
  }

  private void change(String name, Tensor tensor) {
    Slot variable = inputs.variable(name);
    if (value(tensor).slot() != variable) {
      changes.put(variable, tensor);
    }
  }

  /** The slot of a result, in a copy if it is that of a variable which is going to change. */
  private Slot untouched(Tensor tensor) {
    Value value = value(tensor);
    return changes.containsKey(value.slot())
        ? copies.computeIfAbsent(value.slot(), slot -> MoveSteps.copy(steps, value).slot())
        : value.slot();
  }

  private Value value(Tensor tensor) {
    return Objects.requireNonNull(values.get(tensor));
  }
}
