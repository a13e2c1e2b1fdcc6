package org.distill4j.benchmarks.job;

/** The matrix products of a step, and nothing else. */
public interface ProductsOnly extends AutoCloseable {
  /** Computes all of them once. */
  void run();

  @Override
  void close();
}
