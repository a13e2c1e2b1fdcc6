package org.distill4j.program;

import org.distill4j.optim.Schedule;

/** Where a number comes from that a recording takes anew each time it runs. */
public sealed interface ScalarSource {
  /** The number of examples of the whole batch. */
  record Rows() implements ScalarSource {}

  /**
   * The number of labelled examples of the whole batch, or 1 where there is none.
   *
   * @param labels the labels' name
   */
  record LabelledRows(String labels) implements ScalarSource {}

  /**
   * A schedule's value.
   *
   * @param schedule the schedule
   */
  record Scheduled(Schedule schedule) implements ScalarSource {}
}
