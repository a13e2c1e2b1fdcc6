package org.distill4j.benchmarks.djl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.EnginePrograms;
import org.distill4j.benchmarks.job.NetworkJob;
import org.distill4j.benchmarks.job.ProductsOnly;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;

/** The job in PyTorch through DJL. */
public final class DjlPrograms implements EnginePrograms {
  /** Programs that are compiled when they are asked for. */
  public DjlPrograms() {}

  @Override
  public String backend() {
    return "djl";
  }

  @Override
  public StepProgram handWritten(DenseJob job, TeacherSource teaching) {
    return new TorchStep(job, teaching, TorchVariant.BEST);
  }

  @Override
  public Optional<StepProgram> handWritten(NetworkJob job) {
    return Optional.of(new TorchNetworkStep(job));
  }

  @Override
  public Map<String, Supplier<StepProgram>> otherwise(DenseJob job) {
    Map<String, Supplier<StepProgram>> programs = new LinkedHashMap<>();
    programs.put("Adam in single operations", () -> cached(job, TorchVariant.ADAM_IN_OPERATIONS));
    programs.put("faded moments kept", () -> cached(job, TorchVariant.MOMENTS_NOT_FLUSHED));
    programs.put("products in bfloat16", () -> cached(job, TorchVariant.BFLOAT16));
    return programs;
  }

  private static StepProgram cached(DenseJob job, TorchVariant choice) {
    return new TorchStep(job, TeacherSource.CACHED, choice);
  }

  @Override
  public StepProgram idiomatic(DenseJob job, TeacherSource teaching) {
    return new DjlTrainer(job, teaching);
  }

  @Override
  public ProductsOnly floor(List<DenseJob.Product> products) {
    return new TorchProducts(products);
  }
}
