package org.distill4j.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.tensor.Tensor;

/** Lists of lengths as values of a graph, computed from the batch size where they depend on it. */
final class Lengths {
  private static final long REST = -1;

  private final GraphBuilder graph;
  private final String input;
  private final LayerPaths layers;
  private Optional<String> batch = Optional.empty();

  Lengths(GraphBuilder graph, String input, LayerPaths layers) {
    this.graph = graph;
    this.input = input;
    this.layers = layers;
  }

  /** The target of a Reshape, which finds one length by itself. */
  String reshaped(Tensor node, List<Extent> extents) {
    long free = extents.stream().filter(extent -> !(extent instanceof Extent.Fixed)).count();
    if (free > 1) {
      return of(node, extents);
    }
    return graph.integers(
        extents.stream()
            .mapToLong(extent -> extent instanceof Extent.Fixed fixed ? fixed.length() : REST)
            .toArray());
  }

  /** Lengths one after the other. */
  String of(Tensor node, List<Extent> extents) {
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
        : graph.node(place(node), "Concat", parts, Attributes.of("axis", 0));
  }

  private void flush(List<Long> fixed, List<String> parts) {
    if (!fixed.isEmpty()) {
      parts.add(graph.integers(fixed.stream().mapToLong(Long::longValue).toArray()));
      fixed.clear();
    }
  }

  private String computed(Tensor node, Extent extent) {
    if (!(extent instanceof Extent.Affine affine)) {
      throw new IllegalArgumentException(
          layers.describe(node)
              + " records "
              + node
              + " with a length of "
              + ((Extent.Other) extent).seen()
              + ", expected a multiple of the batch size, more or less a constant.\n"
              + "Maybe it can be written with one free axis, which reshape finds by itself.");
    }
    String scaled = batch();
    if (affine.scale() != 1) {
      List<String> factors = List.of(scaled, graph.integers(affine.scale()));
      scaled = graph.node(place(node), "Mul", factors);
    }
    return affine.offset() == 0
        ? scaled
        : graph.node(place(node), "Add", List.of(scaled, graph.integers(affine.offset())));
  }

  /** The batch size, read from the input. */
  private String batch() {
    String known =
        batch.orElseGet(
            () ->
                graph.node(
                    "batch",
                    "Shape",
                    List.of(input),
                    Attributes.of("start", 0),
                    Attributes.of("end", 1)));
    batch = Optional.of(known);
    return known;
  }

  private String place(Tensor node) {
    return layers.of(node);
  }
}
