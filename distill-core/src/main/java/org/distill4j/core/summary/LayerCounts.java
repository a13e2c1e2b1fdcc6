package org.distill4j.core.summary;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.model.ParameterSpec;
import org.distill4j.program.LayerCall;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Shares a recording's parameters and operations out to its layers, to each its own. */
final class LayerCounts {
  private final Recording recording;
  private final Map<Tensor, Long> flops;
  private final Set<Tensor> counted = identitySet();
  private final Set<String> named = new HashSet<>();

  LayerCounts(Recording recording, Map<Tensor, Long> flops) {
    this.recording = recording;
    this.flops = flops;
  }

  /** The layers in the order in which they begin, each before those inside it. */
  List<LayerSummary> layers() {
    Deque<List<LayerSummary>> ended = new ArrayDeque<>();
    for (LayerCall call : recording.layers()) {
      List<LayerSummary> group = new ArrayList<>();
      while (!ended.isEmpty() && ended.peek().get(0).path().startsWith(call.path() + ".")) {
        group.addAll(0, ended.pop());
      }
      group.add(0, summary(call));
      ended.push(group);
    }
    List<LayerSummary> ordered = new ArrayList<>();
    ended.descendingIterator().forEachRemaining(ordered::addAll);
    return ordered;
  }

  /** Inner layers have ended before, so what they have is counted already. */
  private LayerSummary summary(LayerCall call) {
    Shape output = call.output().shape();
    Shape perExample = output.rank() == 0 ? output : output.withoutBatch();
    return new LayerSummary(call.path(), call.kind(), perExample, parameters(call), flops(call));
  }

  private long parameters(LayerCall call) {
    long count = 0;
    for (ParameterSpec spec : recording.parameters()) {
      if (spec.name().startsWith(call.path() + ".") && named.add(spec.name())) {
        count += spec.shape().size();
      }
    }
    return count;
  }

  /** Walks back from the layer's output to its input; what nothing needs has no operations. */
  private long flops(LayerCall call) {
    long count = 0;
    Set<Tensor> seen = identitySet();
    Deque<Tensor> waiting = new ArrayDeque<>(List.of(call.output()));
    while (!waiting.isEmpty()) {
      Tensor next = waiting.pop();
      if (next != call.input() && seen.add(next)) {
        count += counted.add(next) ? flops.getOrDefault(next, 0L) : 0;
        waiting.addAll(next.inputs());
      }
    }
    return count;
  }

  private static Set<Tensor> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
