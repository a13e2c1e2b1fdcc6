package org.distill4j.onnx;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a length depends on the free axes of a model's inputs, the batch among them. */
sealed interface Extent {
  /** The same for all batches. */
  record Fixed(int length) implements Extent {}

  /** {@code Σ scale · length of axis + offset}; no scale is 0, and there is at least one. */
  record Linear(Map<String, Integer> scales, int offset) implements Extent {
    /** Takes a copy of the map, whose order is kept. */
    public Linear {
      scales = Collections.unmodifiableMap(new LinkedHashMap<>(scales));
    }
  }

  /** Something else, as it was seen. */
  record Other(String seen) implements Extent {}

  /** An axis that is as long as a free axis of the inputs. */
  static Extent like(String axis) {
    return new Linear(Map.of(axis, 1), 0);
  }

  /**
   * The rule behind some lengths.
   *
   * @param tried the shapes of batches
   * @param lengths the length seen at each of them
   */
  static Extent of(TriedShapes tried, int[] lengths) {
    Map<String, Integer> scales = new LinkedHashMap<>();
    int offset = lengths[0];
    for (String axis : tried.axes()) {
      int scale = (lengths[tried.varying(axis)] - lengths[0]) / tried.growth(axis);
      if (scale != 0) {
        scales.put(axis, scale);
        offset -= scale * tried.length(0, axis);
      }
    }
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] != offset + sum(tried, i, scales)) {
        return new Other(Arrays.toString(lengths) + " for " + tried.shapes());
      }
    }
    return scales.isEmpty() ? new Fixed(offset) : new Linear(scales, offset);
  }

  private static int sum(TriedShapes tried, int i, Map<String, Integer> scales) {
    return scales.entrySet().stream()
        .mapToInt(scale -> scale.getValue() * tried.length(i, scale.getKey()))
        .sum();
  }
}
