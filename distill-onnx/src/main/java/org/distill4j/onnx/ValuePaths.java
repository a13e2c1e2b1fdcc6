package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The paths of a file's values. A name is split at dots, slashes and colons; a weight whose name
 * says nothing, such as {@code onnx::MatMul_787}, is called "weight" or "bias" under the path of
 * the first node that reads it. A path that is taken gets a number.
 */
final class ValuePaths {
  private static final Pattern SEPARATORS = Pattern.compile("[./:\\\\]+");
  private static final Pattern MEANINGLESS = Pattern.compile("onnx::.*|\\d+|val_\\d+");
  private static final String RESERVED = "loss";

  private final Map<String, String> paths = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private ValuePaths() {}

  static ValuePaths of(List<String> names, List<NodeProto> nodes) {
    ValuePaths paths = new ValuePaths();
    names.forEach(name -> paths.add(name, wanted(name, nodes)));
    return paths;
  }

  /** The path of a value, such as {@code encoder.dense1.weight}. */
  String get(String name) {
    return Objects.requireNonNull(paths.get(name), name);
  }

  private void add(String name, String wanted) {
    String free = wanted;
    for (int i = 2; !taken.add(free); i++) {
      free = wanted + "_" + i;
    }
    paths.put(name, free);
  }

  private static String wanted(String name, List<NodeProto> nodes) {
    if (MEANINGLESS.matcher(name).matches()) {
      for (NodeProto node : nodes) {
        int index = node.getInputList().indexOf(name);
        List<String> place = segments(node.getName());
        if (index >= 0 && place.size() > 1) {
          boolean bias = node.getOpType().equals("Add") || index > 1;
          return joined(place.subList(0, place.size() - 1)) + (bias ? ".bias" : ".weight");
        }
      }
    }
    return joined(segments(name));
  }

  private static List<String> segments(String name) {
    List<String> segments = new ArrayList<>(Arrays.asList(SEPARATORS.split(name)));
    segments.removeIf(String::isBlank);
    return segments.isEmpty() ? List.of("value") : segments;
  }

  private static String joined(List<String> segments) {
    String path = String.join(".", segments);
    return segments.get(0).equals(RESERVED) ? RESERVED + "_" + path.substring(4) : path;
  }
}
