package org.distill4j.onnx;

import org.distill4j.tensor.DType;
import org.distill4j.tensor.Tensor;

/**
 * A value that depends on the inputs or on parameters.
 *
 * @param tensor the tensor of the recording
 */
record GraphTensor(Tensor tensor) implements GraphValue {
  @Override
  public DType type() {
    return tensor.type();
  }

  @Override
  public int[] dims() {
    return tensor.shape().dims();
  }
}
