package org.distill4j.model;

import java.util.Map;
import org.distill4j.tensor.TensorSpec;

/**
 * A network as a pure function of named inputs. It is recorded, once for each mode and each set of
 * lengths that its inputs come in, and the recording is what runs; so {@code forward} must record
 * the same operations each time it is called for the same shapes, and keep nothing between calls.
 *
 * <p>A network of one input implements {@link SingleInputModel}.
 */
public interface Model {
  /**
   * Returns type and shape of each input for one example, without the batch axis. An axis may be
   * free, such as {@code TensorSpec.freeInts("length")}: each batch then has its own length there.
   *
   * @return the inputs by name, in order
   */
  Map<String, TensorSpec> inputs();

  /**
   * Records the outputs for a batch.
   *
   * @param scope gives parameters, state, randomness and names
   * @param inputs the batch, each of shape (batch, …) with all lengths known
   * @return the outputs, each with the batch on axis 0
   */
  Outputs forward(Scope scope, Inputs inputs);
}
