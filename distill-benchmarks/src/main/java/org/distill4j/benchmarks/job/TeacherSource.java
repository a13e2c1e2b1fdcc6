package org.distill4j.benchmarks.job;

/** The source of a step's teacher outputs. */
public enum TeacherSource {
  /** They were computed before and are given. */
  CACHED,
  /** The teacher runs in each step. */
  LIVE
}
