package org.distill4j.benchmarks.dl4j;

import java.util.List;
import org.distill4j.benchmarks.job.DenseJob;
import org.distill4j.benchmarks.job.ProductsOnly;

/** Matrix products as operations that were bound once. */
final class BoundProducts implements ProductsOnly {
  private final List<BoundOperation> products;

  BoundProducts(List<DenseJob.Product> sizes) {
    BoundOperation.prepare();
    this.products =
        sizes.stream()
            .map(
                size ->
                    BoundOperation.product(
                        BoundOperation.array(size.rows(), size.inner()).assign(1),
                        BoundOperation.array(size.inner(), size.columns()).assign(1),
                        BoundOperation.array(size.rows(), size.columns())))
            .toList();
  }

  @Override
  public void run() {
    products.forEach(BoundOperation::run);
  }

  @Override
  public void close() {
    // Arrays of the engine are freed by the garbage collector.
  }
}
