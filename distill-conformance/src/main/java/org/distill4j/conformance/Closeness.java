package org.distill4j.conformance;

import java.util.Map;
import java.util.Objects;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/** Comparisons that name the element that is farthest off. */
final class Closeness {
  private Closeness() {}

  static void require(String what, Predictions actual, Predictions expected, Tolerance tolerance) {
    requireNames(what, actual.asMap(), expected.asMap());
    expected
        .asMap()
        .forEach((name, t) -> require(what + " \"" + name + "\"", actual.get(name), t, tolerance));
  }

  static void require(String what, Weights actual, Weights expected, Tolerance tolerance) {
    requireNames(what, actual.asMap(), expected.asMap());
    expected
        .asMap()
        .forEach((name, t) -> require(what + " \"" + name + "\"", actual.get(name), t, tolerance));
  }

  static void requireGradients(
      Map<String, double[]> actual, Map<String, double[]> expected, Tolerance tolerance) {
    requireNames("gradients", actual, expected);
    expected.forEach(
        (name, values) ->
            require(
                "gradient in \"" + name + "\"",
                Objects.requireNonNull(actual.get(name)),
                values,
                tolerance));
  }

  static void requireTerms(
      Map<String, Double> actual, Map<String, Double> expected, Tolerance tolerance) {
    requireNames("loss terms", actual, expected);
    expected.forEach(
        (name, value) ->
            require(
                "loss term \"" + name + "\"",
                new double[] {Objects.requireNonNull(actual.get(name))},
                new double[] {value},
                tolerance));
  }

  static void require(String what, HostTensor actual, HostTensor expected, Tolerance tolerance) {
    if (!actual.spec().equals(expected.spec())) {
      throw new AssertionError(
          what + " is " + actual.spec() + ", expected " + expected.spec() + ".");
    }
    require(what, elements(actual), elements(expected), tolerance);
  }

  static void require(String what, double[] actual, double[] expected, Tolerance tolerance) {
    if (actual.length != expected.length) {
      throw new AssertionError(
          what + " has " + actual.length + " elements, expected " + expected.length + ".");
    }
    int worst = -1;
    for (int i = 0; i < expected.length; i++) {
      if (!tolerance.allows(actual[i], expected[i])
          && (worst < 0 || distance(actual, expected, i) > distance(actual, expected, worst))) {
        worst = i;
      }
    }
    if (worst >= 0) {
      throw new AssertionError(
          what
              + " is "
              + actual[worst]
              + " in element "
              + worst
              + ", expected "
              + expected[worst]
              + " within "
              + tolerance.absolute()
              + " + "
              + tolerance.relative()
              + " of it ("
              + tolerance.reason()
              + ").");
    }
  }

  private static double distance(double[] actual, double[] expected, int i) {
    double distance = Math.abs(actual[i] - expected[i]);
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }

  private static void requireNames(String what, Map<String, ?> actual, Map<String, ?> expected) {
    if (!actual.keySet().stream().toList().equals(expected.keySet().stream().toList())) {
      throw new AssertionError(
          what + " are named " + actual.keySet() + ", expected " + expected.keySet() + ".");
    }
  }

  static double[] elements(HostTensor tensor) {
    double[] elements = new double[tensor.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = tensor.type() == DType.FLOAT32 ? tensor.floats().get(i) : tensor.ints().get(i);
    }
    return elements;
  }
}
