package org.distill4j.dl4j;

import org.distill4j.dl4j.MatrixProduct.Result;

/** A convolution: weights times columns, image by image and group by group. */
final class ConvolveKernel implements Runnable {
  private final Convolution sizes;
  private final ImageColumns columns;
  private final Slot weights;
  private final Memory channels;
  private final Slot output;
  private MatrixProduct[] products = {};

  ConvolveKernel(
      Convolution sizes, ImageColumns columns, Slot weights, Memory channels, Slot output) {
    this.sizes = sizes;
    this.columns = columns;
    this.weights = weights;
    this.channels = channels;
    this.output = output;
  }

  @Override
  public void run() {
    EngineArray factors = weights.memory().engine();
    EngineArray result = channels.engineToWrite();
    float[] y = output.floatsToWrite();
    for (int image = 0; image < sizes.images(); image++) {
      for (int group = 0; group < sizes.groups(); group++) {
        columns.load(image, group);
        product(group, factors, result).run();
        result.pull(y, sizes.outputAt(image, group), sizes.outputSize());
      }
    }
  }

  private MatrixProduct product(int group, EngineArray factors, EngineArray result) {
    if (products.length == 0) {
      products = new MatrixProduct[sizes.groups()];
      for (int g = 0; g < products.length; g++) {
        products[g] =
            new MatrixProduct(
                factors.part(g, sizes.groups(), sizes.outputs(), sizes.columns()),
                Layout.ROWS,
                columns.engine().view(sizes.columns(), sizes.positions()),
                Layout.ROWS,
                result.view(sizes.outputs(), sizes.positions()),
                Result.SET);
      }
    }
    return products[group];
  }
}
