package org.distill4j.model;

import java.util.Map;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** A model of one unnamed input; it takes the only input of a batch, whatever its name. */
public interface SingleInputModel extends Model {
  /** {@return the shape of one example, without the batch axis; axes may be free} */
  Shape inputShape();

  /** {@return the type of the input; FLOAT32 unless the model reads token ids} */
  default DType inputType() {
    return DType.FLOAT32;
  }

  /**
   * Records the outputs for a batch.
   *
   * @param scope gives parameters, state, randomness and names
   * @param input the batch, of shape (batch, inputShape…)
   * @return the outputs, each with the batch on axis 0
   */
  Outputs forward(Scope scope, Tensor input);

  @Override
  default Map<String, TensorSpec> inputs() {
    return Map.of(Inputs.INPUT, new TensorSpec(inputType(), inputShape()));
  }

  @Override
  default Outputs forward(Scope scope, Inputs inputs) {
    return forward(scope, inputs.only());
  }
}
