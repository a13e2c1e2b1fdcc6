package org.distill4j.model;

import java.util.Map;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Gives a model or layer its inputs, parameters and names while it is recorded. Names are joined to
 * paths with dots ({@code encoder.dense1.weight}); a path names one parameter in every file and
 * every message.
 */
public interface Scope {
  /** {@return the path of this scope, empty for the outermost} */
  String path();

  /**
   * Returns an input of the model, for a layer that needs more than its own input, as attention
   * needs a mask.
   *
   * @param name the input's name
   * @return the input, (batch, …)
   * @throws IllegalArgumentException if the model has no input of that name
   */
  Tensor input(String name);

  /** {@return whether the recording is for training or for evaluation} */
  Mode mode();

  /**
   * Returns the scope of a child layer.
   *
   * @param name the part's name, unique within this scope, without dots
   * @return a scope whose path is this one's and the name
   * @throws IllegalArgumentException if the name is empty, has a dot, was given before, or is
   *     "loss" in the outermost scope; to share weights, keep the child scope and use it twice
   */
  Scope child(String name);

  /**
   * Declares a trained parameter. Asked for twice under one name, it is the same one.
   *
   * @param name its name within this scope
   * @param shape its shape
   * @param initializer its first values
   * @return the parameter
   * @throws IllegalArgumentException if the name stands for something else already
   */
  Tensor parameter(String name, Shape shape, Initializer initializer);

  /**
   * Declares a state: a value that is kept between steps but not trained, and returns its value
   * before this step.
   *
   * @param name its name within this scope
   * @param shape its shape
   * @param initializer its first values
   * @return the state
   * @throws IllegalArgumentException if the name stands for something else already
   */
  Tensor state(String name, Shape shape, Initializer initializer);

  /**
   * Sets the value that a state has after this step. It takes effect in training alone, and no
   * gradient flows through it.
   *
   * @param name the state's name within this scope
   * @param value its next value, of the same shape
   * @throws IllegalArgumentException if there is no such state, the shape differs or it was set
   *     before
   */
  void updateState(String name, Tensor value);

  /**
   * Returns fresh random numbers for each step, uniform in [0, 1). They are drawn on the host from
   * the seed, the step, the path and the row's place in the whole batch, so every backend sees the
   * same ones and splitting a batch changes none.
   *
   * @param name the name of this draw within this scope
   * @param perExample the shape of one example's numbers
   * @return the numbers, of shape (batch, perExample…)
   * @throws IllegalArgumentException in evaluation, which has no steps
   */
  Tensor uniform(String name, Shape perExample);

  /**
   * Names an intermediate value by this scope's path and a name, for losses and tools.
   *
   * @param name the name within this scope
   * @param value the value
   * @return the same value
   */
  Tensor tap(String name, Tensor value);

  /** {@return all values tapped so far in the whole recording, by path} */
  Map<String, Tensor> taps();

  /**
   * Records a layer under a name and taps its output by that name. An error in it names the layer's
   * path.
   *
   * @param name the layer's name, unique within this scope
   * @param layer the layer
   * @param input its input
   * @return its output
   */
  Tensor run(String name, Layer layer, Tensor input);
}
