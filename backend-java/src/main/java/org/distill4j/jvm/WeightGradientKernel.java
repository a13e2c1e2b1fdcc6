package org.distill4j.jvm;

import org.distill4j.jvm.Multiplier.Effect;

/** The gradient of a convolution's weights: the sum over images of gradient times columnsᵀ. */
final class WeightGradientKernel implements Runnable {
  private final Convolution sizes;
  private final Multiplier multiplier;
  private final ImageColumns columns;
  private final Slot gradient;
  private final Memory channels;
  private final Slot output;
  private Runnable[] first = {};
  private Runnable[] others = {};

  WeightGradientKernel(
      Convolution sizes,
      Multiplier multiplier,
      ImageColumns columns,
      Slot gradient,
      Memory channels,
      Slot output) {
    this.sizes = sizes;
    this.multiplier = multiplier;
    this.columns = columns;
    this.gradient = gradient;
    this.channels = channels;
    this.output = output;
  }

  @Override
  public void run() {
    if (first.length == 0) {
      first = sizes.eachGroup(group -> product(group, Effect.SET));
      others = sizes.eachGroup(group -> product(group, Effect.ADD));
    }
    float[] g = gradient.floats();
    for (int image = 0; image < sizes.images(); image++) {
      for (int group = 0; group < first.length; group++) {
        columns.load(image, group);
        channels.borrow(g, sizes.outputAt(image, group));
        (image == 0 ? first : others)[group].run();
      }
    }
  }

  private Runnable product(int group, Effect effect) {
    Matrix left = Matrix.of(channels, sizes.outputs(), sizes.positions());
    Matrix result = sizes.weights(output.memory(), group);
    return multiplier.bind(left, columns.matrix().transposed(), result, effect);
  }
}
