package org.distill4j.core.init;

import org.distill4j.tensor.Shape;

/** The number of values that a weight reads for each output, and writes for each input. */
record FanSizes(double in, double out) {
  static FanSizes of(Shape shape) {
    return switch (shape.rank()) {
      case 2 -> new FanSizes(shape.dim(0), shape.dim(1));
      case 4 -> image(shape);
      default ->
          throw new IllegalArgumentException(
              "An initializer that scales by fan was given shape "
                  + shape
                  + ", expected (in, out) of a dense layer or (out, in, height, width) of a"
                  + " convolution.\nMaybe uniform, normal or constant was meant.");
    };
  }

  private static FanSizes image(Shape shape) {
    double window = (double) shape.dim(2) * shape.dim(3);
    return new FanSizes(shape.dim(1) * window, shape.dim(0) * window);
  }
}
