package org.distill4j.core.weights;

import com.fasterxml.jackson.databind.JsonNode;
import org.distill4j.tensor.Shape;

/**
 * One array of a safetensors file, whose shape and place fit each other.
 *
 * @param name the array's name
 * @param shape its shape
 * @param from its first byte, counted from the end of the header
 * @param to the byte after its last
 */
record SafeTensorsEntry(String name, Shape shape, long from, long to) {
  static SafeTensorsEntry parse(String source, String name, JsonNode node) {
    JsonNode type = node.path("dtype");
    if (!SafeTensors.FLOAT32.equals(type.asText())) {
      throw SafeTensors.corrupt(source, name + " has type " + text(type) + ", expected \"F32\"");
    }
    JsonNode dims = node.path("shape");
    if (!isShape(dims)) {
      throw SafeTensors.corrupt(
          source,
          name + " has shape " + text(dims) + ", expected a list of whole numbers of at least 1");
    }
    JsonNode offsets = node.path("data_offsets");
    if (!isRange(offsets) || offsets.get(1).longValue() - first(offsets) != bytes(dims)) {
      throw SafeTensors.corrupt(
          source,
          name
              + " of shape "
              + text(dims)
              + " has data_offsets "
              + text(offsets)
              + ", expected two that are 4 bytes apart for each value");
    }
    return new SafeTensorsEntry(name, shape(dims), first(offsets), offsets.get(1).longValue());
  }

  long length() {
    return to - from;
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "none" : node.toString();
  }

  private static boolean isShape(JsonNode dims) {
    boolean sound = dims.isArray();
    for (JsonNode dim : dims) {
      sound = sound && dim.isInt() && dim.intValue() >= 1;
    }
    return sound;
  }

  private static boolean isRange(JsonNode offsets) {
    boolean sound = offsets.isArray() && offsets.size() == 2;
    for (JsonNode offset : offsets) {
      sound = sound && (offset.isInt() || offset.isLong()) && offset.longValue() >= 0;
    }
    return sound;
  }

  private static long first(JsonNode offsets) {
    return offsets.get(0).longValue();
  }

  /** The length of the values; the largest number where it is past all numbers. */
  private static long bytes(JsonNode dims) {
    long bytes = Float.BYTES;
    for (JsonNode dim : dims) {
      bytes = bytes > Long.MAX_VALUE / dim.intValue() ? Long.MAX_VALUE : bytes * dim.intValue();
    }
    return bytes;
  }

  private static Shape shape(JsonNode dims) {
    int[] lengths = new int[dims.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = dims.get(i).intValue();
    }
    return Shape.of(lengths);
  }
}
