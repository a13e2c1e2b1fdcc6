package org.distill4j.djl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.program.Program;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/**
 * The methods of a training step: {@code step} for an unsplit batch, {@code first}, {@code more}
 * and {@code finish} for one in parts. They call {@code update}, which is the optimizer's.
 */
final class StepScript {
  /** The gradients of several parts, added up. */
  static final String SUMS = "sums";

  private final ProgramScript script;
  private final Program program;

  StepScript(ProgramScript script) {
    this.script = script;
    this.program = script.program();
  }

  String methods() {
    boolean empty = program.parameters().isEmpty();
    String none = "done = (self).gradients()";
    return dense()
        + gradients()
        + method("step", "done = (self).update((self).gradients(), )")
        + method("first", empty ? none : "torch._foreach_copy_(self.sums, (self).gradients())")
        + method("more", empty ? none : "torch._foreach_add_(self.sums, (self).gradients())")
        + method("finish", "done = (self).update(self.sums, )");
  }

  private static String method(String name, String statement) {
    String off = "off = torch.set_grad_enabled(False)";
    return ScriptArchive.method(name, "", List.of(off, statement, TorchModule.DONE));
  }

  /**
   * Fills in what no gradient reached, and lays each gradient out as its parameter is: the fused
   * optimizers pair elements by their place in memory, whatever the strides.
   */
  private static String dense() {
    return ScriptArchive.method(
        "dense",
        ", found: List[Optional[Tensor]]",
        List.of(
            "parameters = self.parameters",
            "result = annotate(List[Tensor], [])",
            "for i in range(torch.len(parameters)):",
            "  gradient = found[i]",
            "  if torch.__is__(gradient, None):",
            "    one = torch.zeros_like(parameters[i])",
            "  else:",
            "    one = torch.contiguous(unchecked_cast(Tensor, gradient))",
            "  more = torch.append(result, one)",
            "return result"));
  }

  private String gradients() {
    List<String> lines = script.statements("on = torch.set_grad_enabled(True)");
    TailScript tail = new TailScript(script);
    lines.add("found = " + tail.gradients(trained()::contains));
    lines.add("off = torch.set_grad_enabled(False)");
    lines.addAll(tail.terms());
    lines.addAll(stateUpdates());
    lines.add("return (self).dense(found, )");
    return ScriptArchive.method("gradients", "", lines);
  }

  /** What a parameter reaches. */
  private Set<Tensor> trained() {
    Set<Tensor> trained = new HashSet<>();
    for (Tensor node : program.nodes()) {
      boolean reached = node.inputs().stream().anyMatch(trained::contains) && !stops(node.op());
      if (reached || isParameter(node)) {
        trained.add(node);
      }
    }
    return trained;
  }

  private boolean isParameter(Tensor node) {
    return node.op() instanceof Op.Variable variable
        && program.parameters().stream().anyMatch(spec -> spec.name().equals(variable.name()));
  }

  private static boolean stops(Op op) {
    return op instanceof Op.StopGradient
        || op instanceof Op.Cast
        || op instanceof Op.Compare
        || op instanceof Op.ArgMax;
  }

  private List<String> stateUpdates() {
    List<String> states = program.states().stream().map(spec -> spec.name()).toList();
    List<String> values = new ArrayList<>();
    List<String> copies = new ArrayList<>();
    for (Map.Entry<String, Tensor> update : program.stateUpdates().entrySet()) {
      String next = "next" + copies.size();
      String value = script.name(update.getValue());
      values.add(next + " = " + (sharesState(update.getValue()) ? cloned(value) : value));
      String state = "states[" + states.indexOf(update.getKey()) + "]";
      copies.add("set" + copies.size() + " = torch.copy_(" + state + ", " + next + ")");
    }
    values.addAll(copies);
    return values;
  }

  private static String cloned(String value) {
    return "torch.clone(" + value + ")";
  }

  /** Whether a tensor may lie in the memory of a state, which an update would change. */
  private static boolean sharesState(Tensor tensor) {
    Op op = tensor.op();
    boolean view =
        op instanceof Op.Reshape
            || op instanceof Op.StopGradient
            || op instanceof Op.Transpose
            || op instanceof Op.BroadcastTo
            || op instanceof Op.Slice;
    return op instanceof Op.Variable || (view && sharesState(tensor.inputs().get(0)));
  }
}
