package org.distill4j.benchmarks.job;

/** Where a step's teacher outputs come from. */
public enum TeacherSource {
  /** They were computed before and are given. */
  CACHED,
  /** The teacher runs in each step. */
  LIVE
}
