package org.distill4j.dl4j;

import java.util.function.Supplier;
import org.distill4j.backend.SessionOptions;
import org.distill4j.jvm.Matrix;
import org.distill4j.jvm.Multiplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Multiplies matrices by ND4J. */
final class EngineMultiplier implements Multiplier {
  private final Supplier<SessionOptions> options;

  EngineMultiplier(Supplier<SessionOptions> options) {
    this.options = options;
  }

  @Override
  public void prepare() {
    Dl4jEngine.prepare(options.get());
  }

  @Override
  public Runnable bind(Matrix a, Matrix b, Matrix result, Effect effect) {
    BoundMatrixProduct product =
        new BoundMatrixProduct(view(a), a.layout(), view(b), b.layout(), view(result), effect);
    return () -> {
      a.memory().mirrorToRead(EngineArray::new);
      b.memory().mirrorToRead(EngineArray::new);
      result.memory().mirrorToWrite(EngineArray::new);
      product.run();
    };
  }

  private static INDArray view(Matrix matrix) {
    return EngineArray.of(matrix.memory()).view(matrix.from(), matrix.dims());
  }
}
