package org.distill4j.program;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.tensor.Shape;

/** Refuses weights that are not a program's. */
final class WeightsCheck {
  private WeightsCheck() {}

  static void require(Program program, Weights weights) {
    Map<String, Shape> wanted = new LinkedHashMap<>();
    program.parameters().forEach(spec -> put(wanted, spec));
    program.states().forEach(spec -> put(wanted, spec));
    Set<String> missing = new LinkedHashSet<>(wanted.keySet());
    missing.removeAll(weights.names());
    Set<String> unknown = new LinkedHashSet<>(weights.names());
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
    wanted.forEach((name, shape) -> requireShape(name, shape, weights));
  }

  private static void put(Map<String, Shape> wanted, ParameterSpec spec) {
    wanted.put(spec.name(), spec.shape());
  }

  private static void requireShape(String name, Shape shape, Weights weights) {
    Shape given = weights.get(name).shape();
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
