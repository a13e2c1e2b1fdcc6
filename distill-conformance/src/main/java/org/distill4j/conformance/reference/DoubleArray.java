package org.distill4j.conformance.reference;

import org.distill4j.tensor.Shape;

/**
 * A tensor's elements in row-major order. Integers are kept as doubles, which hold every int32;
 * truth values are 0 and 1.
 */
final class DoubleArray {
  private final Shape shape;
  private final double[] elements;

  DoubleArray(Shape shape, double[] elements) {
    this.shape = shape;
    this.elements = elements;
  }

  Shape shape() {
    return shape;
  }

  /** The elements themselves; nobody changes them after construction. */
  double[] elements() {
    return elements;
  }

  /** As many zeros as a shape has elements. */
  static double[] zeros(Shape shape) {
    return new double[Math.toIntExact(shape.size())];
  }
}
