package org.distill4j.benchmarks.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.distill4j.benchmarks.job.Engine;
import org.distill4j.benchmarks.job.Floor;
import org.distill4j.benchmarks.job.Job;
import org.distill4j.benchmarks.job.NetworkJob;
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
    return new GraphStep(job, teaching, 1);
  }

  @Override
  public Optional<StepProgram> handWritten(NetworkJob job) {
    return Optional.of(new GraphNetworkStep(job));
  }

  @Override
  public Map<String, Supplier<StepProgram>> otherwise(Job job) {
    return Map.of(
        "operations started by the caller's thread", () -> new GraphStep(job, Teaching.KEPT, -1));
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
