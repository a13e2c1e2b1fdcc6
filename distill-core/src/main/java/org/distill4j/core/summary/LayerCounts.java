package org.distill4j.core.summary;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.distill4j.program.LayerCall;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Assigns a recording's parameters and operations to its layers. */
final class LayerCounts {
  private final Recording recording;
  private final Map<Tensor, Long> flops;
  private final Set<Tensor> counted = identitySet();
  private final NavigableMap<String, Long> uncounted = new TreeMap<>();

  LayerCounts(Recording recording, Map<Tensor, Long> flops) {
    this.recording = recording;
    this.flops = flops;
    recording.parameters().forEach(spec -> uncounted.put(spec.name(), spec.shape().size()));
  }

  /** Returns the layers in the order in which they begin, each before those inside it. */
  List<LayerSummary> layers() {
    Deque<List<LayerSummary>> ended = new ArrayDeque<>();
    for (LayerCall call : recording.layers()) {
      Deque<List<LayerSummary>> inner = new ArrayDeque<>();
      while (!ended.isEmpty() && ended.peek().get(0).path().startsWith(call.path() + ".")) {
        inner.push(ended.pop());
      }
      List<LayerSummary> group = new ArrayList<>(List.of(summary(call)));
      inner.forEach(group::addAll);
      ended.push(group);
    }
    List<LayerSummary> ordered = new ArrayList<>();
    ended.descendingIterator().forEachRemaining(ordered::addAll);
    return ordered;
  }

  /** Inner layers have ended before, so their share is counted already. */
  private LayerSummary summary(LayerCall call) {
    Shape output = call.output().shape();
    Shape perExample = output.rank() == 0 ? output : output.withoutBatch();
    return new LayerSummary(call.path(), call.kind(), perExample, parameters(call), flops(call));
  }

  private long parameters(LayerCall call) {
    // Names that begin with the path and a dot are next to each other, before those with a slash.
    Map<String, Long> own = uncounted.subMap(call.path() + ".", call.path() + "/");
    long count = own.values().stream().mapToLong(Long::longValue).sum();
    own.clear();
    return count;
  }

  /**
   * Walks back from the layer's output to its input; values that nothing needs have no operations.
   */
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
