package org.distill4j.train;

/**
 * Hears what happens in a training, on the training's thread. An exception that it throws ends the
 * training and is passed on as it is; checkpoints that were written stay.
 */
@FunctionalInterface
public interface TrainingListener {
  /**
   * Hears an event.
   *
   * @param event what happened
   */
  void on(TrainingEvent event);
}
