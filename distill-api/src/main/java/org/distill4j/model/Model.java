package org.distill4j.model;

import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * A network as a pure function. It is recorded, once for each mode and batch size, and the
 * recording is what runs; so {@code forward} must record the same operations each time it is called
 * for the same shape, and keep nothing between calls.
 */
public interface Model {
  /** {@return the shape of one example, without the batch axis} */
  Shape inputShape();

  /** {@return the type of the input; FLOAT32 unless the model reads token ids} */
  default DType inputType() {
    return DType.FLOAT32;
  }

  /**
   * Records what the model makes of a batch.
   *
   * @param scope gives parameters, state, randomness and names
   * @param input the batch, of shape (batch, inputShape…)
   * @return the outputs, each with the batch on axis 0
   */
  Outputs forward(Scope scope, Tensor input);
}
