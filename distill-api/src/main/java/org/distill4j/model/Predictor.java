package org.distill4j.model;

import org.distill4j.tensor.HostTensor;

/**
 * A model in evaluation mode on an engine. What nobody closes, its session or the collector frees.
 */
public interface Predictor extends AutoCloseable {
  /**
   * Runs the model. The first call for a batch size records and compiles it.
   *
   * @param inputs (batch, …) of the model's input type and shape
   * @return the outputs
   * @throws IllegalArgumentException if type or shape differ
   * @throws IllegalStateException if this or its session was closed
   */
  Predictions predict(HostTensor inputs);

  @Override
  void close();
}
