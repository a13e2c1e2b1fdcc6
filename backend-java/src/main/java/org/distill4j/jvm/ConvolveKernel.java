package org.distill4j.jvm;

import org.distill4j.jvm.Multiplier.Effect;

/** A convolution: weights times columns, image by image and group by group. */
final class ConvolveKernel implements Runnable {
  private final Convolution sizes;
  private final Multiplier multiplier;
  private final ImageColumns columns;
  private final Slot weights;
  private final Memory channels;
  private final Slot output;
  private Runnable[] products = {};

  ConvolveKernel(
      Convolution sizes,
      Multiplier multiplier,
      ImageColumns columns,
      Slot weights,
      Memory channels,
      Slot output) {
    this.sizes = sizes;
    this.multiplier = multiplier;
    this.columns = columns;
    this.weights = weights;
    this.channels = channels;
    this.output = output;
  }

  @Override
  public void run() {
    if (products.length == 0) {
      products = sizes.eachGroup(this::product);
    }
    float[] y = output.floatsToWrite();
    for (int image = 0; image < sizes.images(); image++) {
      for (int group = 0; group < products.length; group++) {
        columns.load(image, group);
        products[group].run();
        channels.copyTo(y, sizes.outputAt(image, group));
      }
    }
  }

  private Runnable product(int group) {
    Matrix factor = sizes.weights(weights.memory(), group);
    Matrix result = Matrix.of(channels, sizes.outputs(), sizes.positions());
    return multiplier.bind(factor, columns.matrix(), result, Effect.SET);
  }
}
