package org.distill4j.core.rounds;

import java.util.List;
import org.distill4j.train.RoundReport;

/** The weights of all workers together, and the step that a round's average gives. */
interface GlobalStep extends AutoCloseable {
  /** {@return all values; nobody may change them} */
  float[] values();

  /** Takes the step of a round. */
  void take(int round, RoundAverage average);

  /** {@return the state from which a training resumes after a round} */
  RoundState state(int round, List<RoundReport> reports);

  @Override
  default void close() {}
}
