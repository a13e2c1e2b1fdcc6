package org.distill4j.benchmarks.dl4j;

import java.util.List;
import org.distill4j.benchmarks.job.Floor;
import org.distill4j.benchmarks.job.Job;

/** Matrix products as operations that were bound once. */
final class BoundProducts implements Floor {
  private final List<Bound> products;

  BoundProducts(List<Job.Product> sizes) {
    Bound.prepare();
    this.products =
        sizes.stream()
            .map(
                size ->
                    Bound.product(
                        Bound.array(size.rows(), size.inner()).assign(1),
                        Bound.array(size.inner(), size.columns()).assign(1),
                        Bound.array(size.rows(), size.columns())))
            .toList();
  }

  @Override
  public void run() {
    products.forEach(Bound::run);
  }

  @Override
  public void close() {
    // Arrays of the engine are freed by the garbage collector.
  }
}
