package org.distill4j.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.distill4j.ir.Extent;
import org.distill4j.program.FreeRecording;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Lists of lengths as values of a graph, computed from the inputs where they depend on them. */
final class LengthLists {
  private static final int REST = -1;

  private final GraphBuilder graph;
  private final Map<String, TensorSpec> inputs;
  private final FreeRecording recording;
  private final Map<String, String> axes = new HashMap<>();

  /**
   * Lengths of a graph.
   *
   * @param inputs type and shape of each input for one example
   */
  LengthLists(GraphBuilder graph, Map<String, TensorSpec> inputs, FreeRecording recording) {
    this.graph = graph;
    this.inputs = inputs;
    this.recording = recording;
  }

  /** Returns the target of a Reshape, which infers one length itself. */
  String reshaped(Tensor node, List<Extent> extents) {
    int rest = rest(extents);
    if (rest < 0) {
      return of(node, extents);
    }
    List<Extent> target = new ArrayList<>(extents);
    target.set(rest, new Extent.Fixed(REST));
    return of(node, target);
  }

  /** Returns the axis to infer: one that can't be computed, or the only free one. */
  private static int rest(List<Extent> extents) {
    List<Integer> free = places(extents, extent -> !(extent instanceof Extent.Fixed));
    List<Integer> unknown = places(extents, Extent.Other.class::isInstance);
    List<Integer> first = unknown.isEmpty() && free.size() == 1 ? free : unknown;
    return first.isEmpty() ? -1 : first.get(0);
  }

  private static List<Integer> places(List<Extent> extents, Predicate<Extent> wanted) {
    return IntStream.range(0, extents.size())
        .filter(axis -> wanted.test(extents.get(axis)))
        .boxed()
        .toList();
  }

  /** Joins lengths. */
  String of(Tensor node, List<Extent> extents) {
    if (extents.isEmpty()) {
      return graph.integers();
    }
    List<Long> fixed = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    for (Extent extent : extents) {
      if (extent instanceof Extent.Fixed length) {
        fixed.add((long) length.length());
      } else {
        flush(fixed, parts);
        parts.add(computed(node, extent));
      }
    }
    flush(fixed, parts);
    return parts.size() == 1
        ? parts.get(0)
        : graph.node(place(node), "Concat", parts, NodeAttributes.of("axis", 0));
  }

  private void flush(List<Long> fixed, List<String> parts) {
    if (!fixed.isEmpty()) {
      parts.add(graph.integers(fixed.stream().mapToLong(Long::longValue).toArray()));
      fixed.clear();
    }
  }

  private String computed(Tensor node, Extent extent) {
    if (!(extent instanceof Extent.Linear linear)) {
      throw ((Extent.Other) extent).refused(recording.describe(node), node);
    }
    Optional<String> sum = Optional.empty();
    for (var term : linear.scales().entrySet()) {
      String scaled = scaled(node, axis(term.getKey()), term.getValue());
      sum = Optional.of(sum.map(before -> add(node, before, scaled)).orElse(scaled));
    }
    String all = sum.orElseThrow();
    return linear.offset() == 0 ? all : add(node, all, graph.integers(linear.offset()));
  }

  private String scaled(Tensor node, String length, int scale) {
    return scale == 1
        ? length
        : graph.node(place(node), "Mul", List.of(length, graph.integers(scale)));
  }

  private String add(Tensor node, String one, String other) {
    return graph.node(place(node), "Add", List.of(one, other));
  }

  /** Returns the length of a free axis, read from the first input that has it. */
  private String axis(String name) {
    return axes.computeIfAbsent(name, this::read);
  }

  private String read(String name) {
    for (var input : inputs.entrySet()) {
      Shape shape = input.getValue().shape();
      for (int axis = 0; axis <= shape.rank(); axis++) {
        String found = axis == 0 ? OnnxExport.BATCH : shape.freeAxis(axis - 1).orElse("");
        if (found.equals(name)) {
          return graph.node(
              name,
              "Shape",
              List.of(input.getKey()),
              NodeAttributes.of("start", axis),
              NodeAttributes.of("end", axis + 1));
        }
      }
    }
    throw new IllegalStateException(
        "No input has an axis " + name + ", yet a length depends on it");
  }

  private String place(Tensor node) {
    return recording.layer(node);
  }
}
