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

  /**
   * Puts on the disk what this listener writes to files, since a checkpoint follows: a training
   * that is killed resumes after the checkpoint, and tells nothing of the steps before it again.
   *
   * @param step the number of steps taken in the whole training
   */
  default void beforeCheckpoint(long step) {}
}
