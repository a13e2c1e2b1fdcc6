package org.distill4j.benchmarks.job;

import java.util.List;

/** The programs written against one engine's own interface. */
public interface Engine {
  /** {@return the name of the backend on the same engine} */
  String backend();

  /**
   * The job at the engine's best, without a framework.
   *
   * @param job the job
   * @param teaching where teacher outputs come from
   * @return the program
   */
  StepProgram handWritten(Job job, Teaching teaching);

  /**
   * The job as a user of the engine writes it.
   *
   * @param job the job
   * @param teaching where teacher outputs come from
   * @return the program
   */
  StepProgram idiomatic(Job job, Teaching teaching);

  /**
   * Matrix products alone.
   *
   * @param products their sizes
   * @return what computes them
   */
  Floor floor(List<Job.Product> products);
}
