package org.distill4j.djl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.distill4j.program.Tail;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/**
 * What a loss ends with, in plain numbers: as tensors, and back through their gradients, a few
 * terms that are added up take PyTorch as long as a layer.
 */
final class TailScript {
  private final ProgramScript script;
  private final Tail tail;

  TailScript(ProgramScript script) {
    this.script = script;
    this.tail = script.tail();
  }

  /**
   * The gradients of all parameters, as a list of optional tensors.
   *
   * @param trained whether a parameter reaches a tensor
   */
  String gradients(Predicate<Tensor> trained) {
    Map<Tensor, String> weights = new LinkedHashMap<>(tail.weights(new Weights()));
    weights.keySet().removeIf(trained.negate());
    if (weights.isEmpty()) {
      return optional("None, ".repeat(script.program().parameters().size()));
    }
    String roots = String.join(", ", script.names(weights.keySet()));
    List<String> seeds = weights.values().stream().map(script::single).toList();
    return "torch.grad(["
        + roots
        + "], parameters, "
        + optional(String.join(", ", seeds))
        + ", None, False, True)";
  }

  private static String optional(String tensors) {
    return "annotate(List[Optional[Tensor]], [" + tensors + "])";
  }

  /** The statements that put the terms in the results. */
  List<String> terms() {
    List<String> lines = new ArrayList<>();
    Map<Tensor, String> numbers = new HashMap<>();
    for (Tensor node : script.program().nodes()) {
      if (tail.contains(node)) {
        String value = value(node, numbers);
        numbers.put(node, "n" + lines.size());
        lines.add("n" + lines.size() + " = " + value);
      }
    }
    int index = 0;
    for (Tensor term : script.program().outputs().values()) {
      String result = ProgramScript.RESULTS + "[" + index++ + "]";
      String number = numbers.get(term);
      lines.add(
          number == null
              ? "t = torch.copy_(" + result + ", " + script.name(term) + ")"
              : "t = torch.fill_(" + result + ", " + number + ")");
    }
    return lines;
  }

  private String value(Tensor node, Map<Tensor, String> numbers) {
    List<String> inputs = node.inputs().stream().map(input -> number(input, numbers)).toList();
    String function =
        node.op() instanceof Op.Binary binary ? TorchScriptAlgebra.function(binary.kind()) : "neg";
    return "torch." + function + "(" + String.join(", ", inputs) + ")";
  }

  private String number(Tensor node, Map<Tensor, String> numbers) {
    String known = numbers.get(node);
    return known != null ? known : script.number(node);
  }

  /** Weights as expressions. */
  private final class Weights implements Tail.Numbers<String> {
    @Override
    public String of(double value) {
      return TorchScriptAlgebra.number(value);
    }

    @Override
    public String of(Tensor number) {
      return script.number(number);
    }

    @Override
    public String combine(Op.BinaryKind kind, String left, String right) {
      return "torch." + TorchScriptAlgebra.function(kind) + "(" + left + ", " + right + ")";
    }
  }
}
