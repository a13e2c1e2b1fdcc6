package org.distill4j.examples.mnist;

import org.distill4j.core.model.Models;
import org.distill4j.model.Model;

/** Networks for digits as vectors of 784 numbers, with ReLUs between their layers. */
public final class MnistModels {
  private MnistModels() {}

  /** {@return 784-512-256-10} */
  public static Model teacher() {
    return Models.mlp(784, 512, 256, 10);
  }

  /**
   * Returns a student with one hidden layer.
   *
   * @param width the width of that layer
   * @return 784-width-10
   */
  public static Model student(int width) {
    return Models.mlp(784, width, 10);
  }
}
