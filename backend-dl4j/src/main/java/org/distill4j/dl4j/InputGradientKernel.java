package org.distill4j.dl4j;

import java.util.Arrays;
import org.distill4j.dl4j.MatrixProduct.Result;

/** The gradient of a convolution's input: weightsᵀ times gradient, added back patch by patch. */
final class InputGradientKernel implements Runnable {
  private final Convolution sizes;
  private final Slot weights;
  private final Slot gradient;
  private final Memory channels;
  private final Memory columns;
  private final Slot output;
  private MatrixProduct[] products = {};

  InputGradientKernel(
      Convolution sizes,
      Slot weights,
      Slot gradient,
      Memory channels,
      Memory columns,
      Slot output) {
    this.sizes = sizes;
    this.weights = weights;
    this.gradient = gradient;
    this.channels = channels;
    this.columns = columns;
    this.output = output;
  }

  @Override
  public void run() {
    EngineArray factors = weights.memory().engine();
    float[] g = gradient.floats();
    float[] y = output.floatsToWrite();
    Arrays.fill(y, 0);
    for (int image = 0; image < sizes.images(); image++) {
      for (int group = 0; group < sizes.groups(); group++) {
        channels.engineToWrite().push(g, sizes.outputAt(image, group), sizes.outputSize());
        product(group, factors, columns.engineToWrite()).run();
        add(y, sizes.inputAt(image, group));
      }
    }
  }

  private void add(float[] y, int at) {
    if (sizes.patch().areImage()) {
      columns.engine().pull(y, at, sizes.inputSize());
    } else {
      sizes.patch().scatter(columns.floats(), y, at);
    }
  }

  private MatrixProduct product(int group, EngineArray factors, EngineArray result) {
    if (products.length == 0) {
      products = new MatrixProduct[sizes.groups()];
      for (int g = 0; g < products.length; g++) {
        products[g] =
            new MatrixProduct(
                factors.part(g, sizes.groups(), sizes.outputs(), sizes.columns()),
                Layout.COLUMNS,
                channels.engine().view(sizes.outputs(), sizes.positions()),
                Layout.ROWS,
                result.view(sizes.columns(), sizes.positions()),
                Result.SET);
      }
    }
    return products[group];
  }
}
