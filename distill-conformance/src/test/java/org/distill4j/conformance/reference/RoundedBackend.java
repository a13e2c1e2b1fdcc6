package org.distill4j.conformance.reference;

import java.util.Arrays;
import org.distill4j.backend.Backend;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Tensor;

/** The reference backend made as imprecise as an engine: all that is computed is a float32. */
public final class RoundedBackend {
  private RoundedBackend() {}

  /** The backend. */
  public static Backend of() {
    return new ReferenceBackend(Rounding::new);
  }

  private static final class Rounding extends ForwardAlgebra {
    Rounding(RunInputs inputs) {
      super(inputs);
    }

    @Override
    DoubleArray result(Tensor node, double... elements) {
      if (node.type() != DType.FLOAT32) {
        return super.result(node, elements);
      }
      double[] rounded = new double[elements.length];
      Arrays.setAll(rounded, i -> (float) elements[i]);
      return super.result(node, rounded);
    }
  }
}
