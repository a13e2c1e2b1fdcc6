package org.distill4j.conformance.reference;

import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;

/** Two-dimensional cross-correlation and its gradients: sums over the same products. */
final class ConvolutionSums {
  private final Shape image;
  private final Shape kernel;
  private final Shape result;
  private final int groups;
  private final WindowPositions sweep;

  private ConvolutionSums(Shape image, Shape kernel, Shape result, Window window, int groups) {
    this.image = image;
    this.kernel = kernel;
    this.result = result;
    this.groups = groups;
    this.sweep = WindowPositions.of(image, result, window);
  }

  /** Visits every product of the sum, by the indexes of its two factors and of the sum. */
  @FunctionalInterface
  private interface Visitor {
    void meet(int result, int image, int kernel);
  }

  static double[] forward(DoubleArray input, DoubleArray weights, Op.Conv2d op, Shape result) {
    double[] x = input.elements();
    double[] w = weights.elements();
    double[] y = DoubleArray.zeros(result);
    new ConvolutionSums(input.shape(), weights.shape(), result, op.window(), op.groups())
        .visit((at, from, by) -> y[at] += x[from] * w[by]);
    return y;
  }

  static double[] inInput(
      DoubleArray gradient, DoubleArray weights, Op.Conv2dInputGradient op, Shape input) {
    double[] g = gradient.elements();
    double[] w = weights.elements();
    double[] found = DoubleArray.zeros(input);
    new ConvolutionSums(input, weights.shape(), gradient.shape(), op.window(), op.groups())
        .visit((at, from, by) -> found[from] += g[at] * w[by]);
    return found;
  }

  static double[] inWeights(
      DoubleArray gradient, DoubleArray input, Op.Conv2dWeightGradient op, Shape weights) {
    double[] g = gradient.elements();
    double[] x = input.elements();
    double[] found = DoubleArray.zeros(weights);
    new ConvolutionSums(input.shape(), weights, gradient.shape(), op.window(), op.groups())
        .visit((at, from, by) -> found[by] += g[at] * x[from]);
    return found;
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
