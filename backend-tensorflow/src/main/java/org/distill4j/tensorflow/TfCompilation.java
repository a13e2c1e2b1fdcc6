package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.distill4j.ir.Program;
import org.distill4j.tensor.Interpretation;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/**
 * A program as a graph. Variables are read first; then, when all that was computed from them for an
 * update is there, optimizers write theirs in place; all else that is written comes last.
 */
final class TfCompilation implements AutoCloseable {
  private static final Set<String> IN_NEW_MEMORY =
      Set.of("AddV2", "Sub", "Mul", "RealDiv", "SelectV2", "MatMul");

  private final TfNodes nodes = new TfNodes();
  private final TfInputs inputs = new TfInputs(nodes);
  private final TfOptimizers optimizers = new TfOptimizers(nodes, inputs);
  private final Program program;
  private final Map<Op.Application, TfInPlace> inPlace;
  private final Map<Tensor, TfValue> values = new HashMap<>();
  private final Interpretation<TfValue> interpretation =
      new Interpretation<>(new TfKernels(nodes, inputs), values);
  private final Map<TfInPlace, Operation> updated = new LinkedHashMap<>();

  private TfCompilation(Program program) {
    this.program = program;
    this.inPlace = TfInPlace.among(program);
  }

  static TfExecutable executable(TfStore store, Program program) {
    try (TfCompilation compilation = new TfCompilation(program.simplified())) {
      List<Operation> writes = compilation.add();
      TfResults results = new TfResults(compilation.nodes, compilation.program, compilation.values);
      return new TfExecutable(store, compilation.inputs, results, compilation.nodes.after(writes));
    }
  }

  private List<Operation> add() {
    Set<Tensor> late = late();
    interpretation.read(program.nodes().stream().filter(node -> !late.contains(node)).toList());
    Operation used = nodes.after(beforeUpdates(late));
    for (Tensor node : program.nodes()) {
      if (late.contains(node)) {
        addLate(node, used);
      }
    }
    List<Operation> writes = new ArrayList<>(updated.values());
    program.updates().forEach((name, value) -> write(name, value, used, writes));
    return writes;
  }

  private boolean isInPlace(Tensor node) {
    return node.op() instanceof Op.Result result && inPlace.containsKey(result.application(node));
  }

  /** What is written in place, and what is computed from that. */
  private Set<Tensor> late() {
    Set<Tensor> late = new HashSet<>();
    for (Tensor node : program.nodes()) {
      if (isInPlace(node) || node.inputs().stream().anyMatch(late::contains)) {
        late.add(node);
      }
    }
    return late;
  }

  /**
   * What must have run before a variable is written in place: all that reads variables, and the
   * gradients, since TensorFlow would copy a variable whose value someone still holds.
   */
  private List<Operation> beforeUpdates(Set<Tensor> late) {
    for (Tensor node : program.nodes()) {
      boolean hasRows = node.op() instanceof Op.GatherRows && !late.contains(node);
      List<Tensor> read = hasRows ? node.inputs().subList(1, 2) : node.inputs();
      (isInPlace(node) ? update(node).reads() : read).forEach(this::readIfVariable);
    }
    program.outputs().values().forEach(this::readIfVariable);
    program.updates().values().forEach(this::readIfVariable);
    List<Operation> before = new ArrayList<>(inputs.readers());
    for (TfInPlace update : inPlace.values()) {
      if (!late.contains(update.gradient())) {
        before.add(value(update.gradient()).plain().op());
      }
    }
    return before;
  }

  private void readIfVariable(Tensor node) {
    if (node.op() instanceof Op.Variable) {
      value(node).plain();
    }
  }

  private TfInPlace update(Tensor node) {
    Op.Application application = ((Op.Result) node.op()).application(node);
    return Objects.requireNonNull(inPlace.get(application));
  }

  private TfValue value(Tensor node) {
    return Objects.requireNonNull(values.get(node));
  }

  private void addLate(Tensor node, Operation used) {
    if (!isInPlace(node)) {
      interpretation.read(List.of(node));
      return;
    }
    TfInPlace update = update(node);
    Operation written = updated.get(update);
    if (written == null) {
      List<TfValue> in = update.application().inputs().stream().map(this::value).toList();
      written = optimizers.apply(update, in, used);
      updated.put(update, written);
    }
    values.put(node, optimizers.result(update, ((Op.Result) node.op()).index(), written));
  }

  private void write(String name, Tensor value, Operation used, List<Operation> writes) {
    if (!isVariable(name, value) && !isWrittenInPlace(name, value)) {
      Output<?> handle = inputs.handle(name, value.shape());
      writes.add(nodes.assign("AssignVariableOp", handle, own(value), used));
    }
  }

  private boolean isWrittenInPlace(String name, Tensor value) {
    return isInPlace(value)
        && isVariable(name, update(value).variable(((Op.Result) value.op()).index()));
  }

  private static boolean isVariable(String name, Tensor node) {
    return node.op() instanceof Op.Variable variable && variable.name().equals(name);
  }

  /**
   * A value in memory that a variable may keep. Many operations give a part of what they are given,
   * which may be a feed, whose memory the next run fills anew.
   */
  private Output<?> own(Tensor value) {
    Output<?> output = value(value).plain();
    return IN_NEW_MEMORY.contains(output.op().type()) ? output : nodes.op("DeepCopy", output);
  }

  @Override
  public void close() {
    nodes.close();
  }
}
