package org.distill4j.conformance.reference;

import org.distill4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A tensor's elements in row-major order, and the gradient of the loss in them once a tape has run
 * backwards. Integers are kept as doubles, which hold every int32; truth values are 0 and 1.
 */
final class Value {
  /** Whether gradients are wanted. */
  enum Kind {
    CONSTANT,
    DIFFERENTIABLE
  }

  private final Shape shape;
  private final double[] elements;
  private final Kind kind;
  private double @Nullable [] gradient;

  Value(Shape shape, double[] elements, Kind kind) {
    this.shape = shape;
    this.elements = elements;
    this.kind = kind;
  }

  Shape shape() {
    return shape;
  }

  double[] elements() {
    return elements;
  }

  boolean isDifferentiable() {
    return kind == Kind.DIFFERENTIABLE;
  }

  /** Whether anything has flowed back to here. */
  boolean isReached() {
    return gradient != null;
  }

  /** The array that rules add to; zero at first. */
  double[] gradient() {
    if (gradient == null) {
      gradient = new double[elements.length];
    }
    return gradient;
  }
}
