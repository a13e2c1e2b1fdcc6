package org.distill4j.benchmarks.tensorflow;

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

/** The job in TensorFlow Java. */
public final class TfPrograms implements EnginePrograms {
  /** Creates programs that are compiled when they are needed. */
  public TfPrograms() {}

  @Override
  public String backend() {
    return "tensorflow";
  }

  @Override
  public StepProgram handWritten(DenseJob job, TeacherSource teaching) {
    return new GraphStep(job, teaching, 1);
  }

  @Override
  public Optional<StepProgram> handWritten(NetworkJob job) {
    return Optional.of(new GraphNetworkStep(job));
  }

  @Override
  public Map<String, Supplier<StepProgram>> otherwise(DenseJob job) {
    return Map.of(
        "operations started by the caller's thread",
        () -> new GraphStep(job, TeacherSource.CACHED, -1));
  }

  @Override
  public StepProgram idiomatic(DenseJob job, TeacherSource teaching) {
    return new EagerStep(job, teaching);
  }

  @Override
  public ProductsOnly floor(List<DenseJob.Product> products) {
    return new GraphProducts(products);
  }
}
