package org.distill4j.benchmarks.djl;

import java.util.List;
import org.distill4j.benchmarks.job.Engine;
import org.distill4j.benchmarks.job.Floor;
import org.distill4j.benchmarks.job.Job;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.Teaching;

/** The job in PyTorch through DJL. */
public final class DjlPrograms implements Engine {
  /** Programs that are compiled when they are asked for. */
  public DjlPrograms() {}

  @Override
  public String backend() {
    return "djl";
  }

  @Override
  public StepProgram handWritten(Job job, Teaching teaching) {
    return new TorchStep(job, teaching);
  }

  @Override
  public StepProgram idiomatic(Job job, Teaching teaching) {
    return new DjlTrainer(job, teaching);
  }

  @Override
  public Floor floor(List<Job.Product> products) {
    return new TorchProducts(products);
  }
}
