package org.distill4j.djl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Device;
import org.distill4j.ir.Program;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Interpretation;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** A program as TorchScript. */
final class CompiledScript {
  /** The lists of tensors that a script is bound to. */
  static final List<String> ATTRIBUTES =
      List.of("variables", "feeds", "ids", "constants", "scalars", "results", "terms", "fixed");

  private final Program program;
  private final ScriptWriter writer;
  private final Map<Tensor, Code> values = new LinkedHashMap<>();
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

  /** Whether an output is one of the numbers that are read all at once. */
  static boolean isTerm(TensorSpec output) {
    return output.type() == DType.FLOAT32 && output.shape().size() == 1;
  }

  private void copyOutputs() {
    List<String> terms = new ArrayList<>();
    int results = 0;
    for (Tensor output : program.outputs().values()) {
      Code value = value(output);
      if (isTerm(output.spec())) {
        terms.add(term(value));
      } else {
        copy(value, "results[" + results++ + "]");
      }
    }
    if (!terms.isEmpty()) {
      last.add("torch.copy_(terms[0], " + together(terms) + ")");
    }
  }

  private Code value(Tensor tensor) {
    return Objects.requireNonNull(values.get(tensor));
  }

  private void copy(Code value, String target) {
    Code.Phase phase = value.phase().and(Code.Phase.BEFORE);
    writer.statement(phase, "torch.copy_(" + target + ", " + value.tensor() + ")");
  }

  private String term(Code value) {
    return writer.onHost()
        ? writer.number(value).text()
        : writer.call(Code.SCALAR, "reshape", value, "[]").tensor();
  }

  private String together(List<String> terms) {
    String list = "[" + String.join(", ", terms) + "]";
    return writer.onHost()
        ? "torch.tensor(" + list + ", dtype=7, device=None, requires_grad=False)"
        : "torch.stack(" + list + ", 0)";
  }

  /** Values are computed, and those that share memory copied, before the first one is stored. */
  private void copyUpdates() {
    program
        .updates()
        .forEach(
            (name, tensor) -> {
              boolean same = tensor.op() instanceof Op.Variable own && own.name().equals(name);
              if (!same && !optimizers.updated().contains(name)) {
                last.add(update(ScriptAlgebra.variable(variables, name), tensor));
              }
            });
  }

  private String update(String variable, Tensor tensor) {
    Code value = value(tensor);
    if (value.number().isPresent()) {
      return "torch.fill_(" + variable + ", " + value.number().get() + ")";
    }
    Code.Phase phase = value.phase().and(Code.Phase.BEFORE);
    String text = value.tensor();
    if (value.sharesVariable()) {
      text = writer.name(phase, "torch.clone(" + text + ")");
    }
    return "torch.copy_(" + variable + ", " + text + ")";
  }

  List<HostTensor> constants() {
    return writer.constants();
  }

  /** More lists that the script is bound to: the variables in each. */
  Map<String, List<String>> lists() {
    return optimizers.lists();
  }

  /** The feeds that are read in 64 bits. */
  List<Integer> ids() {
    return writer.ids();
  }

  /** The methods {@code prepare}, which is run once, and {@code run}. */
  String methods() {
    List<String> once = locals("variables", "feeds", "ids", "constants");
    once.add("fixed = annotate(List[Tensor], [])");
    once.addAll(writer.lines(Code.Phase.ONCE));
    once.add("self.fixed = fixed");
    once.add(TorchModule.DONE);
    List<String> run =
        locals("variables", "feeds", "ids", "constants", "fixed", "results", "terms");
    run.add("scalars = annotate(List[float], (self.scalars)[0].tolist())");
    run.addAll(writer.lines(Code.Phase.BEFORE));
    run.addAll(writer.lines(Code.Phase.AFTER));
    run.addAll(last);
    run.add(TorchModule.DONE);
    return ScriptArchive.method("prepare", "", once) + ScriptArchive.method("run", "", run);
  }

  private static List<String> locals(String... lists) {
    List<String> lines = new ArrayList<>(List.of("off = torch.set_grad_enabled(False)"));
    for (String list : lists) {
      lines.add(list + " = self." + list);
    }
    return lines;
  }
}
