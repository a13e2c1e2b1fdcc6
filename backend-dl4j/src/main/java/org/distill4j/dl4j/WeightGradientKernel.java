package org.distill4j.dl4j;

import org.distill4j.dl4j.MatrixProduct.Result;

/** The gradient of a convolution's weights: the sum over images of gradient times columnsᵀ. */
final class WeightGradientKernel implements Runnable {
  private final Convolution sizes;
  private final ImageColumns columns;
  private final Slot gradient;
  private final Memory channels;
  private final Slot output;
  private MatrixProduct[] first = {};
  private MatrixProduct[] others = {};

  WeightGradientKernel(
      Convolution sizes, ImageColumns columns, Slot gradient, Memory channels, Slot output) {
    this.sizes = sizes;
    this.columns = columns;
    this.gradient = gradient;
    this.channels = channels;
    this.output = output;
  }

  @Override
  public void run() {
    float[] g = gradient.floats();
    EngineArray result = output.memory().engineToWrite();
    for (int image = 0; image < sizes.images(); image++) {
      for (int group = 0; group < sizes.groups(); group++) {
        columns.load(image, group);
        channels.engineToWrite().push(g, sizes.outputAt(image, group), sizes.outputSize());
        if (first.length == 0) {
          first = bind(result, Result.SET);
          others = bind(result, Result.ADDED);
        }
        (image == 0 ? first : others)[group].run();
      }
    }
  }

  private MatrixProduct[] bind(EngineArray result, Result effect) {
    MatrixProduct[] products = new MatrixProduct[sizes.groups()];
    for (int g = 0; g < products.length; g++) {
      products[g] =
          new MatrixProduct(
              channels.engine().view(sizes.outputs(), sizes.positions()),
              Layout.ROWS,
              columns.engine().view(sizes.columns(), sizes.positions()),
              Layout.COLUMNS,
              result.part(g, sizes.groups(), sizes.outputs(), sizes.columns()),
              effect);
    }
    return products;
  }
}
