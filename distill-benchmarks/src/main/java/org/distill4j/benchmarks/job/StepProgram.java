package org.distill4j.benchmarks.job;

/** A program that trains the student of a {@link DenseJob} step by step. */
public interface StepProgram extends AutoCloseable {
  /**
   * One optimizer step.
   *
   * @param given the examples; the teacher's logits are for programs without a teacher of their own
   * @return the loss before the update
   */
  double step(DenseJob.Taught given);

  @Override
  void close();
}
