package org.distill4j.benchmarks.tensorflow;

import java.util.List;
import org.distill4j.benchmarks.job.Engine;
import org.distill4j.benchmarks.job.Floor;
import org.distill4j.benchmarks.job.Job;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.Teaching;

/** The job in TensorFlow Java. */
public final class TfPrograms implements Engine {
  /** Programs that are compiled when they are asked for. */
  public TfPrograms() {}

  @Override
  public String backend() {
    return "tensorflow";
  }

  @Override
  public StepProgram handWritten(Job job, Teaching teaching) {
    return new GraphStep(job, teaching);
  }

  @Override
  public StepProgram idiomatic(Job job, Teaching teaching) {
    return new EagerStep(job, teaching);
  }

  @Override
  public Floor floor(List<Job.Product> products) {
    return new GraphProducts(products);
  }
}
