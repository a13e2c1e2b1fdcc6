package org.distill4j.benchmarks.dl4j;

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

/** The job in Deeplearning4j. */
public final class Dl4jPrograms implements EnginePrograms {
  /** Creates programs that are created when they are needed. */
  public Dl4jPrograms() {}

  @Override
  public String backend() {
    return "dl4j";
  }

  @Override
  public StepProgram handWritten(DenseJob job, TeacherSource teaching) {
    return new BoundStep(job, teaching, AdamArray.FADED);
  }

  @Override
  public Optional<StepProgram> handWritten(NetworkJob job) {
    return Optional.empty();
  }

  @Override
  public Map<String, Supplier<StepProgram>> otherwise(DenseJob job) {
    return Map.of("faded moments kept", () -> new BoundStep(job, TeacherSource.CACHED, 0));
  }

  @Override
  public StepProgram idiomatic(DenseJob job, TeacherSource teaching) {
    return new NetworkStep(job, teaching);
  }

  @Override
  public ProductsOnly floor(List<DenseJob.Product> products) {
    return new BoundProducts(products);
  }
}
