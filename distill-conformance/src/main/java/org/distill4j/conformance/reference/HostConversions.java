package org.distill4j.conformance.reference;

import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Conversions between host tensors and arrays of doubles. */
final class HostConversions {
  private HostConversions() {}

  static double[] elements(HostTensor tensor) {
    double[] elements = new double[tensor.size()];
    if (tensor.type() == DType.FLOAT32) {
      float[] floats = tensor.toFloatArray();
      for (int i = 0; i < elements.length; i++) {
        elements[i] = floats[i];
      }
    } else {
      int[] ints = tensor.toIntArray();
      for (int i = 0; i < elements.length; i++) {
        elements[i] = ints[i];
      }
    }
    return elements;
  }

  static HostTensor tensor(TensorSpec spec, double[] elements) {
    HostTensor tensor = HostTensor.allocate(spec.type(), spec.shape());
    for (int i = 0; i < elements.length; i++) {
      if (spec.type() == DType.FLOAT32) {
        tensor.floats().put(i, (float) elements[i]);
      } else {
        tensor.ints().put(i, (int) elements[i]);
      }
    }
    return tensor;
  }
}
