package org.distill4j.model;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A network that is written with an engine's own API and not as a {@link
 * org.distill4j.model.Model}: a block of DJL, a function of TensorFlow's operations, a network of
 * Deeplearning4j. As a predictor it is in evaluation mode, with its weights as they are at the
 * moment.
 *
 * <p>A training needs of it what only its engine can do: a forward pass, and a backward pass from
 * the gradient in its outputs. Loss and optimizer are those of any other student and run elsewhere.
 * Random numbers, as for dropout, are the engine's.
 */
public interface EngineNetwork extends Predictor {
  /** {@return type and shape of each input for one example, without the batch axis} */
  Map<String, TensorSpec> inputs();

  /** {@return type and shape of each output for one example, without the batch axis} */
  Map<String, TensorSpec> outputs();

  /** {@return a copy of all trained values and states by name, in the network's order} */
  Weights weights();

  /** {@return the names of the weights that are trained; the network updates the others itself} */
  Set<String> trained();

  /**
   * Sets the values of weights.
   *
   * @param weights the new values of some weights or of all
   * @throws IllegalArgumentException if the network has no weight of a name, or one of another
   *     shape; nothing has changed then
   * @throws IllegalStateException if this or its session was closed
   */
  void set(Weights weights);

  /**
   * Runs some examples forward in training mode, asks for the gradient of a loss with respect to
   * the outputs, and runs it backward. States may change, trained values do not.
   *
   * @param inputs the network's inputs by name, each (batch, …) of its type and shape
   * @param inOutputs gives, for the network's outputs, the gradient of the loss in each, of its
   *     shape; it must not use this network
   * @return the gradient of the loss in each trained value, of its shape
   * @throws IllegalArgumentException if the network fails on such inputs
   * @throws IllegalStateException if this or its session was closed
   */
  Weights gradients(Map<String, HostTensor> inputs, UnaryOperator<Predictions> inOutputs);
}
