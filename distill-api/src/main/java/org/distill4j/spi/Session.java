package org.distill4j.spi;

import org.distill4j.backend.Device;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;

/**
 * An open engine. Closing it closes its predictors and learners and may be done twice; what nobody
 * closes is freed when the garbage collector finds it. It may be used from any thread, one call at
 * a time: calls wait for each other. Using it after it was closed throws {@link
 * IllegalStateException}.
 */
public interface Session extends AutoCloseable {
  /** {@return the device it computes on} */
  Device device();

  /** {@return the engine and its version, for reports} */
  String engineVersion();

  /**
   * A model to be used, not trained: evaluation mode, no gradient.
   *
   * @param model the model
   * @param weights all its parameters and states
   * @return the predictor
   * @throws IllegalArgumentException if the weights are another model's
   */
  Predictor predictor(Model model, Weights weights);

  /**
   * A model to be trained.
   *
   * @param spec model, loss, optimizer and where to start
   * @return the learner
   * @throws IllegalArgumentException if shapes do not fit or the weights are another model's
   */
  Learner learner(LearnerSpec spec);

  @Override
  void close();
}
