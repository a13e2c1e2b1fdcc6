package org.distill4j.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** The layers of a program's primitives: for each the innermost layer that computes it. */
final class LayerPaths {
  private final Map<Tensor, String> paths = new HashMap<>();

  LayerPaths(Recording recording) {
    // Inner layers end before those around them, so whoever claims a primitive first is innermost.
    recording.layers().forEach(this::claim);
  }

  private void claim(LayerCall call) {
    Deque<Tensor> waiting = new ArrayDeque<>(List.of(call.output()));
    Set<Tensor> seen = new HashSet<>();
    while (!waiting.isEmpty()) {
      Tensor next = waiting.pop();
      if (next != call.input() && seen.add(next)) {
        paths.putIfAbsent(next, call.path());
        waiting.addAll(next.inputs());
        if (next.op() instanceof Op.Result result) {
          waiting.addAll(result.composite().body());
        }
      }
    }
  }

  /** Returns the layer's path; empty for primitives outside of layers. */
  String of(Tensor node) {
    return paths.getOrDefault(node, "");
  }

  /** Returns the layer as the subject of a message. */
  String describe(Tensor node) {
    return of(node).isEmpty() ? "The model, outside of its layers," : "Layer " + of(node);
  }
}
