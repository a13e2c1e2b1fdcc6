package org.distill4j.benchmarks.djl;

import java.util.LinkedHashMap;
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
    return new TorchStep(job, teaching, Choice.BEST);
  }

  @Override
  public Optional<StepProgram> handWritten(NetworkJob job) {
    return Optional.of(new TorchNetworkStep(job));
  }

  @Override
  public Map<String, Supplier<StepProgram>> otherwise(Job job) {
    Map<String, Supplier<StepProgram>> programs = new LinkedHashMap<>();
    programs.put("Adam in single operations", () -> kept(job, Choice.ADAM_IN_OPERATIONS));
    programs.put("faded moments kept", () -> kept(job, Choice.MOMENTS_NOT_FLUSHED));
    programs.put("products in bfloat16", () -> kept(job, Choice.BFLOAT16));
    return programs;
  }

  private static StepProgram kept(Job job, Choice choice) {
    return new TorchStep(job, Teaching.KEPT, choice);
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
