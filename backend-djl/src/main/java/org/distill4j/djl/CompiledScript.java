package org.distill4j.djl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Device;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Interpretation;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** A program as TorchScript. */
final class CompiledScript {
  /** The lists of tensors that a script is bound to. */
  static final List<String> ATTRIBUTES =
      List.of("variables", "feeds", "constants", "numbers", "results", "fixed");

  private final Program program;
  private final ScriptWriter writer;
  private final Map<Tensor, ScriptValue> values = new LinkedHashMap<>();
  private final List<String> variables;
  private final ScriptOptimizers optimizers;
  private final List<String> last = new ArrayList<>();

  /**
   * Writes the statements.
   *
   * @param program a simplified program
   * @param device where it runs
   */
  CompiledScript(Program program, Device device) {
    this.program = program;
    this.writer = new ScriptWriter(device);
    this.variables = List.copyOf(program.variables().keySet());
    ScriptAlgebra algebra = new ScriptAlgebra(program, writer, values);
    new Interpretation<>(algebra, values).read(program.nodes());
    this.optimizers = algebra.optimizers();
    copyOutputs();
    copyUpdates();
    optimizers.finish();
  }

  Program program() {
    return program;
  }

  private void copyOutputs() {
    int results = 0;
    for (Tensor output : program.outputs().values()) {
      ScriptValue value = value(output);
      ScriptValue.Phase phase = value.phase().and(ScriptValue.Phase.BEFORE);
      writer.statement(phase, copy(phase, "results[" + results++ + "]", value));
    }
  }

  private ScriptValue value(Tensor tensor) {
    return Objects.requireNonNull(values.get(tensor));
  }

  private String copy(ScriptValue.Phase phase, String target, ScriptValue value) {
    return value
        .number()
        .map(number -> writer.text(phase, "fill_", target, number))
        .orElseGet(() -> writer.text(phase, "copy_", target, value));
  }

  /** Values are computed, and those that share memory copied, before the first one is stored. */
  private void copyUpdates() {
    program
        .updates()
        .forEach(
            (name, tensor) -> {
              boolean same = tensor.op() instanceof Op.Variable own && own.name().equals(name);
              if (!same && !optimizers.updated().contains(name)) {
                String variable = ScriptAlgebra.variable(variables, name);
                last.add(copy(ScriptValue.Phase.AFTER, variable, value(tensor)));
              }
            });
  }

  List<HostTensor> constants() {
    return writer.constants();
  }

  /** More lists that the script is bound to: the variables in each. */
  Map<String, List<String>> lists() {
    return optimizers.lists();
  }

  /** The names of all lists. */
  List<String> attributes() {
    List<String> all = new ArrayList<>(ATTRIBUTES);
    all.addAll(lists().keySet());
    return all;
  }

  /** The methods {@code prepare}, which is run once, and {@code run}. */
  String methods() {
    List<String> once = locals(List.of("variables", "feeds", "constants"));
    once.add("fixed = annotate(List[Tensor], [])");
    once.addAll(writer.lines(ScriptValue.Phase.ONCE));
    once.add("self.fixed = fixed");
    once.add(TorchModule.DONE);
    List<String> statements = new ArrayList<>(writer.lines(ScriptValue.Phase.BEFORE));
    statements.addAll(writer.lines(ScriptValue.Phase.AFTER));
    statements.addAll(last);
    List<String> run = locals(ATTRIBUTES);
    run.add("scalars = annotate(List[float], (numbers)[0].tolist())");
    run.addAll(ScriptWriter.used(statements));
    run.add(TorchModule.DONE);
    return ScriptArchive.method("prepare", "", once) + ScriptArchive.method("run", "", run);
  }

  private static List<String> locals(List<String> lists) {
    List<String> lines = new ArrayList<>(List.of("off = torch.set_grad_enabled(False)"));
    for (String list : lists) {
      lines.add(list + " = self." + list);
    }
    return lines;
  }
}
