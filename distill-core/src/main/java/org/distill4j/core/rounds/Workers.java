package org.distill4j.core.rounds;

import java.util.Set;

/** The workers of a training, wherever they run. */
public interface Workers extends AutoCloseable {
  /**
   * Runs every worker's steps of a round, and averages their results. Called again for the same
   * round with the same values, it gives the same bits.
   *
   * @param round the round, from 1
   * @param global all values before the round, which it may not change
   * @return the average
   */
  RoundAverage round(int round, float[] global);

  /**
   * Deletes the workers' state of all rounds except some.
   *
   * @param rounds the rounds after which a training may resume
   */
  default void retain(Set<Integer> rounds) {}

  @Override
  void close();
}
