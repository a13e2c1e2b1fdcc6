package org.distill4j.dl4j;

import org.distill4j.dl4j.MatrixProduct.Result;
import org.jspecify.annotations.Nullable;

/** Runs a matrix product; it is bound to the engine's arrays when it first runs. */
final class ProductKernel implements Runnable {
  private final Factor a;
  private final Factor b;
  private final Slot output;
  private @Nullable MatrixProduct product;

  ProductKernel(Factor a, Factor b, Slot output) {
    this.a = a;
    this.b = b;
    this.output = output;
  }

  @Override
  public void run() {
    EngineArray left = a.value().slot().memory().engine();
    EngineArray right = b.value().slot().memory().engine();
    EngineArray result = output.memory().engineToWrite();
    if (product == null) {
      product = bind(left, right, result);
    }
    product.run();
  }

  private MatrixProduct bind(EngineArray left, EngineArray right, EngineArray result) {
    long[] dims =
        a.batch() == 1
            ? new long[] {a.rows(), b.columns()}
            : new long[] {a.batch(), a.rows(), b.columns()};
    return new MatrixProduct(
        left.view(a.dims()),
        a.layout(),
        right.view(b.dims()),
        b.layout(),
        result.view(dims),
        Result.SET);
  }
}
