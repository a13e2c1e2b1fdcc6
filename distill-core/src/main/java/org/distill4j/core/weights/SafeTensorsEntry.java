package org.distill4j.core.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.distill4j.tensor.Shape;

/**
 * One array of a safetensors file, whose shape and position fit each other.
 *
 * @param name the array's name
 * @param type the type of its values
 * @param lengths the lengths of its axes; 0 for an empty one
 * @param from its first byte, counted from the end of the header
 * @param to the byte after its last
 */
record SafeTensorsEntry(
    String name, SafeTensorsType type, List<Integer> lengths, long from, long to) {
  private static final int MAX_TEXT = 100;

  static SafeTensorsEntry parse(String source, String name, JsonNode node) {
    JsonNode given = node.path("dtype");
    SafeTensorsType type =
        Optional.of(given)
            .filter(JsonNode::isTextual)
            .flatMap(text -> SafeTensorsType.named(text.asText()))
            .orElseThrow(
                () ->
                    SafeTensors.corrupt(
                        source,
                        name
                            + " has type "
                            + text(given)
                            + ", expected one of "
                            + Arrays.toString(SafeTensorsType.values())));
    JsonNode dims = node.path("shape");
    if (!isShape(dims)) {
      throw SafeTensors.corrupt(
          source,
          name + " has shape " + text(dims) + ", expected a list of whole numbers of at least 0");
    }
    JsonNode offsets = node.path("data_offsets");
    if (!isRange(offsets) || offsets.get(1).longValue() - first(offsets) != bytes(type, dims)) {
      throw SafeTensors.corrupt(
          source,
          name
              + " of shape "
              + text(dims)
              + " has data_offsets "
              + text(offsets)
              + ", expected two that are "
              + type.bytes()
              + " bytes apart for each value");
    }
    return new SafeTensorsEntry(
        name, type, lengths(dims), first(offsets), offsets.get(1).longValue());
  }

  long length() {
    return to - from;
  }

  /** Returns whether it has no values, which no tensor can hold. */
  boolean isEmpty() {
    return lengths.contains(0);
  }

  Shape shape() {
    return Shape.of(lengths.stream().mapToInt(Integer::intValue).toArray());
  }

  private static String text(JsonNode node) {
    String text = node.toString();
    return node.isMissingNode()
        ? "none"
        : text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  private static boolean isShape(JsonNode dims) {
    boolean valid = dims.isArray();
    for (JsonNode dim : dims) {
      valid = valid && dim.isInt() && dim.intValue() >= 0;
    }
    return valid;
  }

  private static boolean isRange(JsonNode offsets) {
    boolean valid = offsets.isArray() && offsets.size() == 2;
    for (JsonNode offset : offsets) {
      valid = valid && (offset.isInt() || offset.isLong()) && offset.longValue() >= 0;
    }
    return valid;
  }

  private static long first(JsonNode offsets) {
    return offsets.get(0).longValue();
  }

  /** Returns the length of the values; the largest number where it overflows. */
  private static long bytes(SafeTensorsType type, JsonNode dims) {
    long bytes = type.bytes();
    for (JsonNode dim : dims) {
      if (dim.intValue() == 0) {
        return 0;
      }
      bytes = bytes > Long.MAX_VALUE / dim.intValue() ? Long.MAX_VALUE : bytes * dim.intValue();
    }
    return bytes;
  }

  private static List<Integer> lengths(JsonNode dims) {
    List<Integer> lengths = new ArrayList<>();
    dims.forEach(dim -> lengths.add(dim.intValue()));
    return List.copyOf(lengths);
  }
}
