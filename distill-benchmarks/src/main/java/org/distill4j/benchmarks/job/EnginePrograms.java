package org.distill4j.benchmarks.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The programs written against one engine's own interface. */
public interface EnginePrograms {
  /** {@return the name of the backend on the same engine} */
  String backend();

  /**
   * The job at the engine's best, without a framework.
   *
   * @param job the job
   * @param teaching where teacher outputs come from
   * @return the program
   */
  StepProgram handWritten(DenseJob job, TeacherSource teaching);

  /**
   * A larger network at the engine's best, without a framework.
   *
   * @param job the job
   * @return the program; empty where nobody has written one
   */
  Optional<StepProgram> handWritten(NetworkJob job);

  /**
   * Hand-written programs in which one thing was chosen otherwise, to show what the choice is
   * worth.
   *
   * @param job the job, with a cached teacher
   * @return the programs by what is otherwise, each made when it is asked for
   */
  Map<String, Supplier<StepProgram>> otherwise(DenseJob job);

  /**
   * The job as a user of the engine writes it.
   *
   * @param job the job
   * @param teaching where teacher outputs come from
   * @return the program
   */
  StepProgram idiomatic(DenseJob job, TeacherSource teaching);

  /**
   * Matrix products alone.
   *
   * @param products their sizes
   * @return what computes them
   */
  ProductsOnly floor(List<DenseJob.Product> products);
}
