package org.distill4j.benchmarks.jvm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.distill4j.benchmarks.djl.DjlPrograms;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.EnginePrograms;
import org.distill4j.benchmarks.job.NetworkJob;
import org.distill4j.benchmarks.job.ProductsOnly;
import org.distill4j.benchmarks.job.StepProgram;
import org.distill4j.benchmarks.job.TeacherSource;

/**
 * The job in Java alone. There is no engine below the backend that a program could be written
 * against, so the programs are PyTorch's, in the same process; the products are the backend's.
 */
public final class JavaPrograms implements EnginePrograms {
  private final EnginePrograms pytorch = new DjlPrograms();

  /** Creates programs that are created when they are needed. */
  public JavaPrograms() {}

  @Override
  public String backend() {
    return "java";
  }

  @Override
  public StepProgram handWritten(DenseJob job, TeacherSource teaching) {
    return pytorch.handWritten(job, teaching);
  }

  @Override
  public Optional<StepProgram> handWritten(NetworkJob job) {
    return pytorch.handWritten(job);
  }

  @Override
  public Map<String, Supplier<StepProgram>> otherwise(DenseJob job) {
    return Map.of();
  }

  @Override
  public StepProgram idiomatic(DenseJob job, TeacherSource teaching) {
    return pytorch.idiomatic(job, teaching);
  }

  @Override
  public ProductsOnly floor(List<DenseJob.Product> products) {
    return new PlannedProducts(products);
  }
}
