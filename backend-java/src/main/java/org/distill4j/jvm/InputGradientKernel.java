package org.distill4j.jvm;

import java.util.Arrays;
import org.distill4j.jvm.Multiplier.Effect;

/** The gradient of a convolution's input: weightsᵀ times gradient, added back patch by patch. */
final class InputGradientKernel implements Runnable {
  private final Convolution sizes;
  private final Multiplier multiplier;
  private final Slot weights;
  private final Slot gradient;
  private final Memory channels;
  private final Memory columns;
  private final Slot output;
  private Runnable[] products = {};

  InputGradientKernel(
      Convolution sizes,
      Multiplier multiplier,
      Slot weights,
      Slot gradient,
      Memory channels,
      Memory columns,
      Slot output) {
    this.sizes = sizes;
    this.multiplier = multiplier;
    this.weights = weights;
    this.gradient = gradient;
    this.channels = channels;
    this.columns = columns;
    this.output = output;
  }

  @Override
  public void run() {
    if (products.length == 0) {
      products = sizes.eachGroup(this::product);
    }
    float[] g = gradient.floats();
    float[] y = output.floatsToWrite();
    Arrays.fill(y, 0);
    for (int image = 0; image < sizes.images(); image++) {
      for (int group = 0; group < products.length; group++) {
        channels.borrow(g, sizes.outputAt(image, group));
        products[group].run();
        add(y, sizes.inputAt(image, group));
      }
    }
  }

  private void add(float[] y, int at) {
    if (sizes.patch().areImage()) {
      columns.copyTo(y, at);
    } else {
      sizes.patch().scatter(columns.floats(), y, at);
    }
  }

  private Runnable product(int group) {
    Matrix factor = sizes.weights(weights.memory(), group).transposed();
    Matrix right = Matrix.of(channels, sizes.outputs(), sizes.positions());
    Matrix result = Matrix.of(columns, sizes.columns(), sizes.positions());
    return multiplier.bind(factor, right, result, Effect.SET);
  }
}
