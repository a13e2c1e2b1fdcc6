package org.distill4j.cli.sink;

import java.io.IOException;
import org.distill4j.train.TrainingEvent;

/** A file that takes the numbers of a training. */
public interface MetricSink extends AutoCloseable {
  /**
   * Takes what an event tells, if it is of interest.
   *
   * @param event what happened
   * @throws IOException if it cannot be written
   */
  void write(TrainingEvent event) throws IOException;

  /**
   * Puts what it took on the disk.
   *
   * @throws IOException if it cannot be written
   */
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
