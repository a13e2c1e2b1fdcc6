package org.distill4j.program;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.tensor.Shape;

/** Checks that weights belong to a recording. */
final class WeightsCheck {
  private WeightsCheck() {}

  /** Returns the shapes of the weights of a recording, by name. */
  static Map<String, Shape> shapes(Recording recording) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    recording.parameters().forEach(spec -> put(shapes, spec));
    recording.states().forEach(spec -> put(shapes, spec));
    return shapes;
  }

  static Map<String, Shape> shapes(Weights weights) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    weights.names().forEach(name -> shapes.put(name, weights.get(name).shape()));
    return shapes;
  }

  static void require(Map<String, Shape> wanted, Map<String, Shape> given) {
    Set<String> missing = new LinkedHashSet<>(wanted.keySet());
    missing.removeAll(given.keySet());
    Set<String> unknown = new LinkedHashSet<>(given.keySet());
    unknown.removeAll(wanted.keySet());
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "The weights are of another model: missing "
              + missing
              + ", unknown "
              + unknown
              + ", expected exactly the model's names.\n"
              + "Maybe the file was written for another architecture.");
    }
    wanted.forEach(
        (name, shape) -> requireShape(name, shape, Objects.requireNonNull(given.get(name))));
  }

  private static void put(Map<String, Shape> shapes, ParameterSpec spec) {
    shapes.put(spec.name(), spec.shape());
  }

  private static void requireShape(String name, Shape shape, Shape given) {
    if (!given.equals(shape)) {
      throw new IllegalArgumentException(
          "Weight "
              + name
              + " has shape "
              + given
              + ", expected "
              + shape
              + ".\nMaybe the file was written for a model of another width.");
    }
  }
}
