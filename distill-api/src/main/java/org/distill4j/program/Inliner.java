package org.distill4j.program;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Tensor;

/** Copies recorded operations and replaces composites by their bodies. */
final class Inliner {
  private final Map<Tensor, Tensor> copies = new HashMap<>();
  private final Map<Op.Application, List<Tensor>> applications = new HashMap<>();

  /**
   * Copies operations.
   *
   * @param nodes the operations, inputs before what uses them
   */
  Inliner(List<Tensor> nodes) {
    read(nodes);
  }

  private void read(List<Tensor> nodes) {
    for (Tensor node : nodes) {
      if (!copies.containsKey(node)) {
        copies.put(node, copy(node));
      }
    }
  }

  private Tensor copy(Tensor node) {
    List<Tensor> inputs = node.inputs().stream().map(this::copied).toList();
    if (node.op() instanceof Op.Result result) {
      return body(result.application(node), inputs).get(result.index());
    }
    return inputs.equals(node.inputs()) ? node : node.withInputs(inputs);
  }

  private List<Tensor> body(Op.Application application, List<Tensor> inputs) {
    List<Tensor> known = applications.get(application);
    if (known == null) {
      known = body(application.composite(), inputs);
      applications.put(application, known);
    }
    return known;
  }

  private List<Tensor> body(Composite composite, List<Tensor> inputs) {
    List<Tensor> results = composite.inline(inputs);
    inputs.forEach(input -> copies.put(input, input));
    read(OperationOrder.sort(results, inputs));
    return results.stream().map(this::copied).toList();
  }

  private Tensor copied(Tensor tensor) {
    return Objects.requireNonNull(copies.get(tensor));
  }

  /** Returns the recording whose operations were copied. */
  Recording inlined(RecordingBuilder recording, Map<String, Tensor> outputs) {
    Map<String, Tensor> copiedOutputs = new LinkedHashMap<>();
    outputs.forEach((name, output) -> copiedOutputs.put(name, copied(output)));
    return new Recording(
        recording.with(tensor -> copies.getOrDefault(tensor, tensor)), copiedOutputs);
  }
}
