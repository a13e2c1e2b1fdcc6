package org.distill4j.djl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Device;
import org.distill4j.program.Program;
import org.distill4j.program.Tail;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;

/** A program as TorchScript: what its methods have in common. */
final class ProgramScript {
  /** The lists that the statements read. */
  static final List<String> INPUTS =
      List.of("parameters", "states", "feeds", "scalars", "constants");

  /** The list on the host that results are copied to. */
  static final String RESULTS = "results";

  private final Program program;
  private final Device device;
  private final Tail tail;
  private final TorchScriptAlgebra algebra;
  private final Map<Tensor, String> names;

  ProgramScript(Program program, Device device) {
    this.program = program;
    this.device = device;
    this.tail = Tail.of(program);
    this.algebra = new TorchScriptAlgebra(program, device, tail);
    this.names = algebra.names();
    program.interpret(algebra, names);
  }

  Program program() {
    return program;
  }

  Tail tail() {
    return tail;
  }

  List<HostTensor> constants() {
    return algebra.constants();
  }

  boolean reads(int feed) {
    return algebra.feeds().contains(feed);
  }

  /** The statements that compute everything, after the given ones. */
  List<String> statements(String... first) {
    List<String> lines = new ArrayList<>(List.of(first));
    INPUTS.forEach(list -> lines.add(list + " = self." + list));
    lines.add(RESULTS + " = self." + RESULTS);
    lines.addAll(algebra.lines());
    return lines;
  }

  /** The expression of a tensor after the statements. */
  String name(Tensor tensor) {
    return Objects.requireNonNull(names.get(tensor));
  }

  /** The expression of a single number after the statements, as a number. */
  String number(Tensor tensor) {
    return algebra.number(tensor);
  }

  /** A number as a tensor on the device. */
  String single(String number) {
    return "torch.scalar_tensor("
        + number
        + ", dtype=6, layout=None, device=torch.device(\""
        + device
        + "\"), pin_memory=None)";
  }

  List<String> names(Iterable<Tensor> tensors) {
    List<String> result = new ArrayList<>();
    tensors.forEach(tensor -> result.add(name(tensor)));
    return result;
  }

  /** Predicts: copies each output to its place in the results. */
  String predict() {
    List<String> lines = statements("off = torch.set_grad_enabled(False)");
    List<String> outputs = names(program.outputs().values());
    for (int i = 0; i < outputs.size(); i++) {
      lines.add("r" + i + " = torch.copy_(results[" + i + "], " + outputs.get(i) + ")");
    }
    lines.add(TorchModule.DONE);
    return ScriptArchive.method("predict", "", lines);
  }
}
