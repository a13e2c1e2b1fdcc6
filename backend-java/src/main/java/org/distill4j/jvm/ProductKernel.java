package org.distill4j.jvm;

import org.distill4j.jvm.Multiplier.Effect;
import org.jspecify.annotations.Nullable;

/** Runs a matrix product; it is bound when it first runs. */
final class ProductKernel implements Runnable {
  private final Multiplier multiplier;
  private final ProductFactor a;
  private final ProductFactor b;
  private final Slot output;
  private @Nullable Runnable product;

  ProductKernel(Multiplier multiplier, ProductFactor a, ProductFactor b, Slot output) {
    this.multiplier = multiplier;
    this.a = a;
    this.b = b;
    this.output = output;
  }

  @Override
  public void run() {
    if (product == null) {
      Matrix result = new Matrix(output.memory(), 0, a.batch(), a.rows(), b.columns(), Layout.ROWS);
      product = multiplier.bind(a.matrix(), b.matrix(), result, Effect.SET);
    }
    product.run();
  }
}
