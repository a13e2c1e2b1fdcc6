package org.distill4j.core.loss;

import java.util.Arrays;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** The identity matrix as a constant. */
final class IdentityMatrix {
  private IdentityMatrix() {}

  static Tensor of(int rows) {
    int[] diagonal = new int[rows];
    Arrays.setAll(diagonal, i -> i);
    return Tensor.of(HostTensor.ofInts(Shape.of(rows), diagonal)).oneHot(rows);
  }
}
