package org.distill4j.benchmarks.job;

/** Where a step's teacher outputs come from. */
public enum Teaching {
  /** They were computed before and are given. */
  KEPT,
  /** The teacher runs in each step. */
  LIVE
}
