package org.distill4j.cli.console;

import org.distill4j.train.TrainingListener;

/** Shows a training while it runs. */
@FunctionalInterface
public interface TrainingProgress extends TrainingListener, AutoCloseable {
  /** Ends the display, whether the training is done or was stopped. */
  @Override
  default void close() {}
}
