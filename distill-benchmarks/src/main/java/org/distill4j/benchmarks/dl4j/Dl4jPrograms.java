package org.distill4j.benchmarks.dl4j;

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

/** The job in Deeplearning4j. */
public final class Dl4jPrograms implements Engine {
  /** Programs that are made when they are asked for. */
  public Dl4jPrograms() {}

  @Override
  public String backend() {
    return "dl4j";
  }

  @Override
  public StepProgram handWritten(Job job, Teaching teaching) {
    return new BoundStep(job, teaching, AdamArray.FADED);
  }

  @Override
  public Optional<StepProgram> handWritten(NetworkJob job) {
    return Optional.empty();
  }

  @Override
  public Map<String, Supplier<StepProgram>> otherwise(Job job) {
    return Map.of("faded moments kept", () -> new BoundStep(job, Teaching.KEPT, 0));
  }

  @Override
  public StepProgram idiomatic(Job job, Teaching teaching) {
    return new NetworkStep(job, teaching);
  }

  @Override
  public Floor floor(List<Job.Product> products) {
    return new BoundProducts(products);
  }
}
