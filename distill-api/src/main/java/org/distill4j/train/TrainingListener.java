package org.distill4j.train;

/**
 * Receives the events of a training, on the training's thread. An exception that it throws ends the
 * training and is passed on as it is; checkpoints that were written stay.
 */
@FunctionalInterface
public interface TrainingListener {
  /**
   * Receives an event.
   *
   * @param event what happened
   */
  void on(TrainingEvent event);

  /**
   * Forces this listener's files to disk before a checkpoint is written: a training that is killed
   * resumes after the checkpoint, and does not report the steps before it again.
   *
   * @param step the number of steps taken in the whole training
   */
  default void beforeCheckpoint(long step) {}
}
