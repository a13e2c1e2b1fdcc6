package org.distill4j.cli.console;

import org.distill4j.train.TrainingListener;

/** Shows a training while it runs. */
@FunctionalInterface
public interface TrainingProgress extends TrainingListener, AutoCloseable {
  /** Ends the show, be the training done or broken off. */
  @Override
  default void close() {}
}
