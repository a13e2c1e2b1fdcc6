package org.distill4j.train;

/** Hears what happens in a training, on the training's thread. */
@FunctionalInterface
public interface TrainingListener {
  /**
   * Hears an event.
   *
   * @param event what happened
   */
  void on(TrainingEvent event);
}
