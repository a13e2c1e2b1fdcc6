package org.distill4j.program;

import org.distill4j.loss.Weighting;
import org.distill4j.optim.Schedule;

/** The source of a number that a recording takes anew each time it runs. */
public sealed interface ScalarSource {
  /** The number of examples of the whole batch. */
  record Rows() implements ScalarSource {}

  /**
   * The sum of the weights of the whole batch, or 1 where it is 0.
   *
   * @param weighting the weights, at least one factor
   */
  record TotalWeight(Weighting weighting) implements ScalarSource {}

  /**
   * A schedule's value.
   *
   * @param schedule the schedule
   */
  record Scheduled(Schedule schedule) implements ScalarSource {}
}
