package org.distill4j.dl4j;

import java.util.List;
import org.distill4j.tensor.Shape;

/** Steps for matrix products. */
final class Products {
  private Products() {}

  /** The product of two factors with equally many matrices. */
  static Value multiply(Tape tape, Factor a, Factor b, Shape shape) {
    return tape.floats(shape, List.of(a.value(), b.value()), out -> new ProductKernel(a, b, out));
  }

  /** The gradient of the left factor, as it lies in memory. */
  static Value leftGradient(Tape tape, Factor a, Factor b, Factor gradient) {
    Shape shape = a.value().shape();
    return a.layout() == Layout.ROWS
        ? multiply(tape, gradient, b.transposed(), shape)
        : multiply(tape, b, gradient.transposed(), shape);
  }

  /** The gradient of the right factor, as it lies in memory. */
  static Value rightGradient(Tape tape, Factor a, Factor b, Factor gradient) {
    Shape shape = b.value().shape();
    return b.layout() == Layout.ROWS
        ? multiply(tape, a.transposed(), gradient, shape)
        : multiply(tape, gradient.transposed(), a, shape);
  }
}
