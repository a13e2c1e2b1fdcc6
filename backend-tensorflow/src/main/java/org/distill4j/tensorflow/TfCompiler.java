package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.model.ParameterSpec;
import org.distill4j.program.Program;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/** Turns recorded programs into installed ones. */
final class TfCompiler implements AutoCloseable {
  private final TfNodes nodes = new TfNodes();
  private final TfLeaves leaves;
  private final Program program;
  private final Map<Tensor, Output<?>> values = new HashMap<>();

  private TfCompiler(Program program, int numbers) {
    this.program = program;
    this.leaves = new TfLeaves(nodes, numbers);
  }

  /** A model in evaluation mode; the results are its outputs. */
  static TfCall forward(TfRuntime runtime, Program program) {
    try (TfCompiler compiler = new TfCompiler(program, program.scalars().size())) {
      compiler.interpret();
      List<TfCall.Fetch> outputs = new ArrayList<>();
      for (Tensor output : program.outputs().values()) {
        TensorSpec spec = new TensorSpec(output.type(), output.shape());
        // A tensor under two names is fetched as two, since TensorFlow Java refuses one twice.
        Output<?> fetched = compiler.nodes.op("Identity", compiler.value(output));
        outputs.add(new TfCall.Fetch(fetched, spec));
      }
      return compiler.install(runtime, outputs, Map.of());
    }
  }

  /** A whole optimizer step; the result is a vector of the loss terms. */
  static TfCall step(TfRuntime runtime, Program program, LearnerSpec spec) {
    int scalars = program.scalars().size();
    int rates = TfRates.count(spec.optimizer());
    try (TfCompiler compiler = new TfCompiler(program, scalars + rates)) {
      compiler.interpret();
      List<TfGradient> gradients = compiler.gradients();
      Operation read = compiler.afterUse(gradients);
      List<Operation> writes = compiler.stateUpdates(read);
      writes.addAll(compiler.optimize(spec, gradients, scalars, read));
      return compiler.install(
          runtime,
          List.of(compiler.losses()),
          Map.of(TfCall.Write.STEP, compiler.nodes.after(writes)));
    }
  }

  /** A part of a step, whose gradients are kept; the result is a vector of the loss terms. */
  static TfCall part(TfRuntime runtime, Program program) {
    try (TfCompiler compiler = new TfCompiler(program, program.scalars().size())) {
      compiler.interpret();
      List<TfGradient> gradients = compiler.gradients();
      Operation read = compiler.leaves.afterReads();
      List<Operation> states = compiler.stateUpdates(read);
      return compiler.install(
          runtime,
          List.of(compiler.losses()),
          Map.of(
              TfCall.Write.FIRST_PART,
              compiler.keep("AssignVariableOp", gradients, states, read),
              TfCall.Write.LATER_PART,
              compiler.keep("AssignAddVariableOp", gradients, states, read)));
    }
  }

  /** The end of a step in parts: applies the gradients that were kept. */
  static TfCall finish(TfRuntime runtime, Program program, LearnerSpec spec) {
    try (TfCompiler compiler = new TfCompiler(program, TfRates.count(spec.optimizer()))) {
      List<TfGradient> gradients = new ArrayList<>();
      for (ParameterSpec parameter : program.parameters()) {
        Shape shape = parameter.shape();
        Output<?> kept = compiler.leaves.read(TfNames.gradient(parameter.name()), shape);
        gradients.add(new TfGradient(parameter, kept));
        compiler.leaves.read(TfNames.value(parameter.name()), shape);
      }
      Operation read = compiler.leaves.afterReads();
      List<Operation> writes = compiler.optimize(spec, gradients, 0, read);
      Operation written = compiler.nodes.after(writes);
      return compiler.install(runtime, List.of(), Map.of(TfCall.Write.STEP, written));
    }
  }

  private void interpret() {
    TfFusion fusion = new TfFusion(nodes, program, values);
    program.interpret(new TfAlgebra(nodes, leaves, fusion), values);
  }

  private Output<?> value(Tensor node) {
    return Objects.requireNonNull(values.get(node));
  }

  private TfCall install(
      TfRuntime runtime, List<TfCall.Fetch> results, Map<TfCall.Write, Operation> writes) {
    return new TfCall(runtime, nodes, leaves, results, writes);
  }

  private List<TfGradient> gradients() {
    return new TfGradients(nodes, leaves, values).of(program);
  }

  /**
   * An operation that waits until parameters were read and used: TensorFlow would copy a variable
   * that is written while someone still holds its value.
   */
  private Operation afterUse(List<TfGradient> gradients) {
    List<Operation> waited = new ArrayList<>(List.of(leaves.afterReads()));
    gradients.forEach(gradient -> waited.add(gradient.value().op()));
    return nodes.after(waited);
  }

  private TfCall.Fetch losses() {
    List<Output<?>> terms = new ArrayList<>();
    program.outputs().values().forEach(term -> terms.add(value(term)));
    Output<?> vector = nodes.opOnList("Pack", builder -> {}, terms);
    return new TfCall.Fetch(vector, TensorSpec.floats(terms.size()));
  }

  private List<Operation> stateUpdates(Operation read) {
    List<Operation> writes = new ArrayList<>();
    program
        .stateUpdates()
        .forEach(
            (path, next) -> {
              Output<?> variable = leaves.variable(TfNames.value(path), next.shape());
              writes.add(write("AssignVariableOp", variable, value(next), read));
            });
    return writes;
  }

  private Operation keep(
      String type, List<TfGradient> gradients, List<Operation> states, Operation read) {
    List<Operation> writes = new ArrayList<>(states);
    for (TfGradient gradient : gradients) {
      String name = TfNames.gradient(gradient.parameter().name());
      Output<?> variable = leaves.variable(name, gradient.parameter().shape());
      writes.add(write(type, variable, gradient.value(), read));
    }
    return nodes.after(writes);
  }

  /**
   * A variable would share the memory of a fed value that it is set to, which the next run fills.
   */
  private Operation write(String type, Output<?> variable, Output<?> value, Operation read) {
    return nodes.assign(type, variable, nodes.op("DeepCopy", value), read);
  }

  private List<Operation> optimize(
      LearnerSpec spec, List<TfGradient> gradients, int firstRate, Operation read) {
    List<Output<?>> rates = leaves.numbersFrom(firstRate);
    TfOptimizer optimizer = new TfOptimizer(nodes, leaves, spec.optimizer(), rates);
    List<Operation> updates = new ArrayList<>();
    for (TfGradient clipped : optimizer.clip(spec.clipping(), gradients)) {
      updates.add(optimizer.update(clipped, read));
    }
    return updates;
  }

  @Override
  public void close() {
    nodes.close();
  }
}
