package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.ir.Gradients;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Holds recorded gradients against central differences of fourth order in every element of every
 * argument. The function is made a number by random weights of its elements and of their squares,
 * so that the gradient in it depends on it.
 */
final class CentralDifferences {
  private static final double STEP = 1e-4;
  private static final double TOLERANCE = 1e-8;

  private final List<Tensor> arguments;
  private final List<double[]> values;
  private final Tensor number;

  private CentralDifferences(DerivativeRow row) {
    this.arguments = row.arguments();
    this.values = row.values();
    Tensor result = row.function().apply(arguments);
    Tensor linear = result.mul(random(result.shape(), 99)).sum();
    this.number = linear.add(result.square().mul(random(result.shape(), 98)).sum());
  }

  private static Tensor random(Shape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return Tensor.of(HostTensor.ofFloats(shape, values));
  }

  /** Checks the gradient. */
  static void checkFirst(DerivativeRow row) {
    CentralDifferences at = new CentralDifferences(row);
    at.check(at.number);
  }

  /** Checks the gradient of the derivative along a random direction. */
  static void checkSecond(DerivativeRow row) {
    CentralDifferences at = new CentralDifferences(row);
    at.check(at.alongDirection());
  }

  /** What the gradients, and the gradients' gradients, are computed by. */
  static List<Tensor> recorded(DerivativeRow row) {
    CentralDifferences at = new CentralDifferences(row);
    List<Tensor> recorded = new ArrayList<>(Gradients.of(at.number, at.arguments));
    recorded.addAll(Gradients.of(at.alongDirection(), at.arguments));
    return recorded;
  }

  private Tensor alongDirection() {
    List<Tensor> gradients = Gradients.of(number, arguments);
    Tensor sum = Tensor.of(0);
    for (int i = 0; i < gradients.size(); i++) {
      sum = sum.add(gradients.get(i).mul(random(gradients.get(i).shape(), i)).sum());
    }
    return sum;
  }

  private void check(Tensor of) {
    List<double[]> gradients = ReferenceValues.compute(Gradients.of(of, arguments), named());
    for (int argument = 0; argument < values.size(); argument++) {
      for (int i = 0; i < values.get(argument).length; i++) {
        double gradient = gradients.get(argument)[i];
        assertThat(gradient)
            .as("gradient in element %d of argument %d", i, argument)
            .isCloseTo(
                difference(of, values.get(argument), i),
                within(TOLERANCE * Math.max(1, Math.abs(gradient))));
      }
    }
  }

  private Map<String, double[]> named() {
    Map<String, double[]> named = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      named.put("p" + i, values.get(i));
    }
    return named;
  }

  private double difference(Tensor of, double[] argument, int element) {
    double near = value(of, argument, element, STEP) - value(of, argument, element, -STEP);
    double far = value(of, argument, element, 2 * STEP) - value(of, argument, element, -2 * STEP);
    return (8 * near - far) / (12 * STEP);
  }

  private double value(Tensor of, double[] argument, int element, double step) {
    double before = argument[element];
    argument[element] = before + step;
    double value = ReferenceValues.compute(List.of(of), named()).get(0)[0];
    argument[element] = before;
    return value;
  }
}
