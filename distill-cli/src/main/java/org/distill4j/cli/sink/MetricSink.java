package org.distill4j.cli.sink;

import java.io.IOException;
import org.distill4j.train.TrainingEvent;

/** A file for the numbers of a training. */
public interface MetricSink extends AutoCloseable {
  /**
   * Writes the numbers of an event, if it has any.
   *
   * @param event what happened
   * @throws IOException if it cannot be written
   */
  void write(TrainingEvent event) throws IOException;

  /**
   * Forces the written numbers to disk.
   *
   * @throws IOException if it cannot be written
   */
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
