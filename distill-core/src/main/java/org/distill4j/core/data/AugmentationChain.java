package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.distill4j.tensor.TensorSpec;

/** Several changes, one after another. */
record AugmentationChain(Augmentation first, Augmentation second) implements Augmentation {
  @Override
  public void requireFits(TensorSpec input) {
    first.requireFits(input);
    second.requireFits(input);
  }

  @Override
  public void change(FloatBuffer from, FloatBuffer to, RandomGenerator random) {
    FloatBuffer between = FloatBuffer.allocate(from.limit());
    first.change(from, between, random);
    second.change(between, to, random);
  }

  @Override
  public String name() {
    return first.name() + " then " + second.name();
  }
}
