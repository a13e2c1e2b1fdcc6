package org.distill4j.conformance.reference;

import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;

/** Two-dimensional cross-correlation. */
final class Convolution {
  private final Shape image;
  private final Shape kernel;
  private final Shape result;
  private final int groups;
  private final Sweep sweep;

  private Convolution(Shape image, Shape kernel, Shape result, Op.Conv2d op) {
    this.image = image;
    this.kernel = kernel;
    this.result = result;
    this.groups = op.groups();
    this.sweep = Sweep.of(image, result, op.window());
  }

  /** Meets every product of the sum, by the places of its two factors and of the sum. */
  @FunctionalInterface
  private interface Visitor {
    void meet(int result, int image, int kernel);
  }

  static Value conv2d(Tape tape, Shape shape, Op.Conv2d op, Value input, Value weights) {
    Convolution sum = new Convolution(input.shape(), weights.shape(), shape, op);
    double[] x = input.elements();
    double[] w = weights.elements();
    double[] y = new double[Math.toIntExact(shape.size())];
    sum.visit((at, from, by) -> y[at] += x[from] * w[by]);
    Edge.Rule toInput =
        (up, gradient) -> sum.visit((at, from, by) -> gradient[from] += up[at] * w[by]);
    Edge.Rule toWeights =
        (up, gradient) -> sum.visit((at, from, by) -> gradient[by] += up[at] * x[from]);
    return tape.record(shape, y, new Edge(input, toInput), new Edge(weights, toWeights));
  }

  private void visit(Visitor visitor) {
    for (int example = 0; example < image.dim(0); example++) {
      for (int out = 0; out < kernel.dim(0); out++) {
        for (int in = 0; in < kernel.dim(1); in++) {
          visitPlane(example, out, in, visitor);
        }
      }
    }
  }

  private void visitPlane(int example, int out, int in, Visitor visitor) {
    int group = out / (kernel.dim(0) / groups);
    int channel = group * kernel.dim(1) + in;
    int resultPlane = (example * result.dim(1) + out) * result.dim(2) * result.dim(3);
    int imagePlane = (example * image.dim(1) + channel) * image.dim(2) * image.dim(3);
    int first = (out * kernel.dim(1) + in) * kernel.dim(2) * kernel.dim(3);
    for (int y = 0; y < kernel.dim(2); y++) {
      for (int x = 0; x < kernel.dim(3); x++) {
        int by = first + y * kernel.dim(3) + x;
        sweep.visit(y, x, (at, from) -> visitor.meet(resultPlane + at, imagePlane + from, by));
      }
    }
  }
}
