package org.distill4j.model;

import java.util.Map;
import org.distill4j.tensor.HostTensor;

/**
 * A model in evaluation mode on an engine. What nobody closes, its session or the collector frees.
 */
public interface Predictor extends AutoCloseable {
  /**
   * Runs the model. The first call for a set of shapes records and compiles it.
   *
   * @param inputs the model's inputs by name, each (batch, …); a single one may have any name, and
   *     those that the model does not know are left out
   * @return the outputs
   * @throws IllegalArgumentException if one is missing or type or shape differ
   * @throws IllegalStateException if this or its session was closed
   */
  Predictions predict(Map<String, HostTensor> inputs);

  /**
   * Runs a model of one input.
   *
   * @param input (batch, …) of the model's input type and shape
   * @return the outputs
   * @throws IllegalArgumentException if the model has several inputs or type or shape differ
   * @throws IllegalStateException if this or its session was closed
   */
  default Predictions predict(HostTensor input) {
    return predict(Map.of(Inputs.INPUT, input));
  }

  @Override
  void close();
}
