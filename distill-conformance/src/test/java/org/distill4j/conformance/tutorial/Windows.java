package org.distill4j.conformance.tutorial;

import java.util.Arrays;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/** The primitives that move a window over images (N, C, H, W). */
final class Windows {
  /** Meets an element of the image, and the place in the window that lies on it. */
  @FunctionalInterface
  private interface Visitor {
    void meet(int image, int inWindow);
  }

  private Windows() {}

  static Value convolve(Tape tape, Tensor node, Op.Conv2d op, Value input, Value weights) {
    Shape kernel = weights.shape();
    int perGroup = kernel.dim(0) / op.groups();
    int area = kernel.dim(2) * kernel.dim(3);
    Around around =
        (at, visitor) -> {
          int out = at.channel();
          for (int c = 0; c < kernel.dim(1); c++) {
            int plane = at.example() * input.shape().dim(1) + out / perGroup * kernel.dim(1) + c;
            int first = (out * kernel.dim(1) + c) * area;
            sweep(
                input.shape(),
                plane,
                at,
                kernel.dim(2),
                kernel.dim(3),
                op.window(),
                (image, w) -> visitor.meet(image, first + w));
          }
        };
    double[] sums = new double[Math.toIntExact(node.shape().size())];
    for (int i = 0; i < sums.length; i++) {
      int result = i;
      around.visit(
          Position.of(node.shape(), i),
          (image, w) -> sums[result] += input.at(image) * weights.at(w));
    }
    return tape.result(
        node,
        i -> sums[i],
        upstream -> {
          for (int i = 0; i < upstream.length; i++) {
            float up = upstream[i];
            around.visit(
                Position.of(node.shape(), i),
                (image, w) -> {
                  input.add(image, up * weights.at(w));
                  weights.add(w, up * input.at(image));
                });
          }
        },
        input,
        weights);
  }

  static Value average(Tape tape, Tensor node, Op.Pool2d op, Value input) {
    double share = 1.0 / (op.size() * op.size());
    double[] means = new double[Math.toIntExact(node.shape().size())];
    for (int i = 0; i < means.length; i++) {
      int result = i;
      pool(node, op, input, i, (image, w) -> means[result] += input.at(image) * share);
    }
    return tape.result(
        node,
        i -> means[i],
        upstream -> {
          for (int i = 0; i < upstream.length; i++) {
            double up = upstream[i] * share;
            pool(node, op, input, i, (image, w) -> input.add(image, up));
          }
        },
        input);
  }

  static Value largest(Tape tape, Tensor node, Op.Pool2d op, Value input) {
    int[] winner = new int[Math.toIntExact(node.shape().size())];
    Arrays.fill(winner, -1);
    for (int i = 0; i < winner.length; i++) {
      int result = i;
      pool(
          node,
          op,
          input,
          i,
          (image, w) -> {
            int best = winner[result];
            if (best < 0 || input.at(image) > input.at(best) || Double.isNaN(input.at(image))) {
              winner[result] = image;
            }
          });
    }
    return tape.result(
        node,
        i -> input.at(winner[i]),
        upstream -> {
          for (int i = 0; i < upstream.length; i++) {
            input.add(winner[i], upstream[i]);
          }
        },
        input);
  }

  private static void pool(Tensor node, Op.Pool2d op, Value input, int result, Visitor visitor) {
    Position at = Position.of(node.shape(), result);
    int plane = at.example() * input.shape().dim(1) + at.channel();
    sweep(input.shape(), plane, at, op.size(), op.size(), op.window(), visitor);
  }

  /** All products that one element of a convolution is the sum of. */
  @FunctionalInterface
  private interface Around {
    void visit(Position at, Visitor visitor);
  }

  /** Where an element of the result is. */
  private record Position(int example, int channel, int row, int column) {
    static Position of(Shape shape, int i) {
      int column = i % shape.dim(3);
      int row = i / shape.dim(3) % shape.dim(2);
      int plane = i / shape.dim(3) / shape.dim(2);
      return new Position(plane / shape.dim(1), plane % shape.dim(1), row, column);
    }
  }

  /** The window at one position of one plane; what lies on the padding is left out. */
  private static void sweep(
      Shape image, int plane, Position at, int rows, int columns, Window window, Visitor visitor) {
    int height = image.dim(2);
    int width = image.dim(3);
    for (int i = 0; i < rows; i++) {
      int y = at.row() * window.stride() - window.padding() + i * window.dilation();
      for (int j = 0; j < columns; j++) {
        int x = at.column() * window.stride() - window.padding() + j * window.dilation();
        if (y >= 0 && y < height && x >= 0 && x < width) {
          visitor.meet((plane * height + y) * width + x, i * columns + j);
        }
      }
    }
  }
}
