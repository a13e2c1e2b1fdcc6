package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.ir.InPlace;
import org.distill4j.ir.Program;
import org.distill4j.tensor.Interpretation;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/**
 * A program in a graph. Variables are read first; then, when all that was computed from them for an
 * update is there, optimizers write theirs in place; all else that is written comes last.
 */
final class TfCompilation {
  private static final Set<String> IN_NEW_MEMORY =
      Set.of("AddV2", "Sub", "Mul", "RealDiv", "SelectV2", "MatMul");

  private final Program program;
  private final Map<Op.Application, InPlace> inPlace;
  private final Set<String> writtenInPlace;
  private final Set<Tensor> late;
  private final TfNodes nodes;
  private final TfInputs inputs;
  private final TfOptimizers optimizers;
  private final Map<Tensor, Output<?>> values = new HashMap<>();
  private final Interpretation<Output<?>> interpretation;
  private final Map<InPlace, Operation> updated = new LinkedHashMap<>();
  private final TfResults results;
  private final Operation written;

  TfCompilation(TfRuntime runtime, Program program) {
    this.program = program;
    this.inPlace = InPlace.among(program, TfOptimizers.GRADIENTS);
    this.writtenInPlace =
        inPlace.values().stream().flatMap(it -> it.names().stream()).collect(Collectors.toSet());
    this.late = late();
    this.nodes = runtime.begin();
    this.inputs = new TfInputs(nodes, program.scalars(), readWhole());
    this.optimizers = new TfOptimizers(nodes, inputs);
    this.interpretation = new Interpretation<>(new TfKernels(nodes, inputs), values);
    this.written = add();
    this.results = new TfResults(nodes, program.outputs().values(), values);
  }

  /** What is fed in each run. */
  List<TfBuffer> buffers() {
    return inputs.buffers();
  }

  TfResults results() {
    return results;
  }

  /** The operation that waits for all writing. */
  Operation written() {
    return written;
  }

  private boolean isInPlace(Tensor node) {
    return node.op() instanceof Op.Result result && inPlace.containsKey(result.application(node));
  }

  private InPlace update(Tensor node) {
    Op.Application application = ((Op.Result) node.op()).application(node);
    return Objects.requireNonNull(inPlace.get(application));
  }

  /** What is written in place, and what is computed from that. */
  private Set<Tensor> late() {
    Set<Tensor> found = new HashSet<>();
    for (Tensor node : program.nodes()) {
      if (isInPlace(node) || node.inputs().stream().anyMatch(found::contains)) {
        found.add(node);
      }
    }
    return found;
  }

  /** The variables that something needs all of, as a table of which rows are looked up is not. */
  private Set<String> readWhole() {
    Stream<Tensor> results =
        Stream.concat(program.outputs().values().stream(), program.updates().values().stream());
    return names(
        Stream.concat(program.nodes().stream().flatMap(node -> reads(node).stream()), results));
  }

  private static Set<String> names(Stream<Tensor> tensors) {
    return tensors
        .filter(tensor -> tensor.op() instanceof Op.Variable)
        .map(tensor -> ((Op.Variable) tensor.op()).name())
        .collect(Collectors.toSet());
  }

  private List<Tensor> reads(Tensor node) {
    if (isInPlace(node)) {
      return reads(update(node));
    }
    boolean usesLookups = node.op() instanceof Op.GatherRows && !late.contains(node);
    return usesLookups ? node.inputs().subList(1, 2) : node.inputs();
  }

  /** The inputs that are read, and not written to alone. */
  private static List<Tensor> reads(InPlace update) {
    List<Tensor> inputs = update.application().inputs();
    boolean decays = update.name().equals("adamw");
    return IntStream.range(0, inputs.size())
        .filter(i -> !update.variables().contains(i) || (i == 0 && decays))
        .mapToObj(inputs::get)
        .toList();
  }

  private Operation add() {
    interpretation.read(program.nodes().stream().filter(node -> !late.contains(node)).toList());
    Operation used = nodes.after(beforeUpdates());
    program.nodes().stream().filter(late::contains).forEach(node -> addLate(node, used));
    List<Operation> writes = new ArrayList<>(updated.values());
    program.updates().forEach((name, value) -> write(name, value, used, writes));
    return nodes.after(writes);
  }

  /**
   * What must have run before a variable is written in place: all that reads variables, and the
   * gradients, since TensorFlow would copy a variable whose value someone still holds.
   */
  private List<Operation> beforeUpdates() {
    List<Operation> before = new ArrayList<>(inputs.readers());
    for (InPlace update : inPlace.values()) {
      Output<?> gradient = values.get(update.application().inputs().get(1));
      if (gradient != null) {
        before.add(gradient.op());
      }
    }
    return before;
  }

  private Output<?> value(Tensor node) {
    return Objects.requireNonNull(values.get(node));
  }

  private void addLate(Tensor node, Operation used) {
    if (!isInPlace(node)) {
      interpretation.read(List.of(node));
      return;
    }
    InPlace update = update(node);
    List<Output<?>> in =
        update.application().inputs().stream().<Output<?>>map(this::value).toList();
    Operation write = updated.computeIfAbsent(update, key -> optimizers.apply(key, in, used));
    values.put(node, optimizers.result(update, ((Op.Result) node.op()).index(), write));
  }

  private void write(String name, Tensor value, Operation used, List<Operation> writes) {
    if (!writtenInPlace.contains(name) && !value.op().equals(new Op.Variable(name))) {
      Output<?> handle = inputs.handle(name, value.shape());
      writes.add(nodes.assign("AssignVariableOp", handle, own(value), used));
    }
  }

  /**
   * A value in memory that a variable may keep. Many operations give a part of what they are given,
   * which may be a feed, whose memory the next run fills anew.
   */
  private Output<?> own(Tensor value) {
    Output<?> output = value(value);
    return IN_NEW_MEMORY.contains(output.op().type()) ? output : nodes.op("DeepCopy", output);
  }
}
