package org.distill4j.core.rounds;

import java.util.Set;

/** The workers of a training, wherever they are. */
public interface Workers extends AutoCloseable {
  /**
   * Has every worker take its steps of a round, and averages what they found. Called again for the
   * same round with the same values, it gives the same bits.
   *
   * @param round the round, from 1
   * @param global all values before the round, which it may not change
   * @return the average
   */
  RoundAverage round(int round, float[] global);

  /**
   * Forgets what workers keep of all rounds but some.
   *
   * @param rounds the rounds after which a training may resume
   */
  default void retain(Set<Integer> rounds) {}

  @Override
  void close();
}
