package org.distill4j.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.tensor.ImageGradients;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/**
 * Convolutions and poolings in simpler operations: with padding, the same without padding, of a
 * padded image; without padding, products and maxima over the elements that each position of the
 * window meets. Their gradients are those of these forms.
 */
final class SimpleImages {
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;

  private SimpleImages() {}

  static Optional<Tensor> of(Tensor node) {
    Op op = node.op();
    if (op instanceof Op.Conv2d convolution) {
      return Optional.of(convolved(convolution, node.inputs().get(0), node.inputs().get(1)));
    } else if (op instanceof Op.Conv2dInputGradient gradient) {
      Op.Conv2d convolution = new Op.Conv2d(gradient.window(), gradient.groups());
      Tensor any = Gradients.filled(0, node);
      Tensor weights = node.inputs().get(1);
      return Optional.of(gradient(node, convolved(convolution, any, weights), any));
    } else if (op instanceof Op.Conv2dWeightGradient gradient) {
      Op.Conv2d convolution = new Op.Conv2d(gradient.window(), gradient.groups());
      Tensor any = Gradients.filled(0, node);
      Tensor image = node.inputs().get(1);
      return Optional.of(gradient(node, convolved(convolution, image, any), any));
    } else if (op instanceof Op.Pool2d pooling) {
      return Optional.of(pooled(pooling, node.inputs().get(0)));
    } else if (op instanceof Op.Pool2dGradient gradient) {
      Op.Pool2d pooling = new Op.Pool2d(gradient.kind(), gradient.size(), gradient.window());
      Tensor image = node.inputs().get(1);
      return Optional.of(gradient(node, pooled(pooling, image), image));
    } else if (op instanceof Op.PickMax2d picking) {
      return Optional.of(picked(picking, node.inputs().get(0), node.inputs().get(1)));
    }
    return Optional.empty();
  }

  /**
   * Returns the gradient with respect to one operand of a function, from that of its result, a
   * node's first input.
   */
  private static Tensor gradient(Tensor node, Tensor result, Tensor in) {
    List<Tensor> operands = new ArrayList<>(node.inputs());
    operands.add(in);
    List<Tensor> seed = node.inputs().subList(0, 1);
    return Gradients.find(
            OperationOrder.sort(List.of(result), operands), List.of(result), seed, List.of(in))
        .get(0)
        .orElseGet(() -> Gradients.filled(0, node));
  }

  private static Tensor convolved(Op.Conv2d op, Tensor image, Tensor weights) {
    Window window = op.window();
    int padding = window.padding();
    if (padding > 0) {
      Tensor padded = image.pad(HEIGHT, padding, padding).pad(WIDTH, padding, padding);
      return padded.conv2d(weights, window.withPadding(0), op.groups());
    }
    Shape kernel = weights.shape();
    List<Tensor> met = new ArrayList<>();
    for (Tensor each : met(image, kernel.dim(HEIGHT), kernel.dim(WIDTH), window)) {
      met.add(each.reshape(image.shape().dim(0), op.groups(), kernel.dim(1), 1, -1));
    }
    Tensor columns = Tensor.concat(3, met);
    columns =
        columns.reshape(
            image.shape().dim(0), op.groups(), kernel.dim(1) * met.size(), columns.shape().dim(-1));
    Tensor rows = weights.reshape(op.groups(), kernel.dim(0) / op.groups(), -1);
    return rows.matmul(columns)
        .reshape(
            image.shape().dim(0),
            kernel.dim(0),
            window.positions(image.shape().dim(HEIGHT), kernel.dim(HEIGHT)),
            window.positions(image.shape().dim(WIDTH), kernel.dim(WIDTH)));
  }

  /** Where all of an image's elements in a window are −∞, padding may take their gradient. */
  private static Tensor pooled(Op.Pool2d op, Tensor image) {
    Window window = op.window();
    int padding = window.padding();
    if (op.kind() == Op.PoolKind.MAX) {
      Tensor padded = padded(image, padding, Double.NEGATIVE_INFINITY);
      return padding > 0
          ? padded.maxPool2d(op.size(), window.withPadding(0))
          : picked(op.size(), window, image, image);
    } else if (padding > 0) {
      return padded(image, padding, 0).averagePool2d(op.size(), window.withPadding(0));
    }
    return met(image, op.size(), op.size(), window).stream()
        .reduce(Tensor::add)
        .orElseThrow()
        .div(op.size() * op.size());
  }

  private static Tensor picked(Op.PickMax2d op, Tensor values, Tensor image) {
    int padding = op.window().padding();
    return padding > 0
        ? ImageGradients.pickMax(
            padded(values, padding, 0),
            padded(image, padding, Double.NEGATIVE_INFINITY),
            op.size(),
            op.window().withPadding(0))
        : picked(op.size(), op.window(), values, image);
  }

  private static Tensor padded(Tensor image, int padding, double number) {
    Tensor high = SimpleForms.padded(image, HEIGHT, padding, padding, number);
    return SimpleForms.padded(high, WIDTH, padding, padding, number);
  }

  /** Returns the values where an image is largest, at the first position of equals. */
  private static Tensor picked(int size, Window window, Tensor values, Tensor image) {
    List<Tensor> all = met(image, size, size, window);
    List<Tensor> candidates = met(values, size, size, window);
    Tensor largest = all.get(0);
    Tensor picked = candidates.get(0);
    for (int i = 1; i < all.size(); i++) {
      picked = later(largest, all.get(i), picked, candidates.get(i));
      largest = later(largest, all.get(i), largest, all.get(i));
    }
    return picked;
  }

  /** Returns the second operand if the later one is larger, as a NaN is; the first otherwise. */
  private static Tensor later(Tensor before, Tensor after, Tensor first, Tensor second) {
    return after.equalTo(after).where(before.less(after).where(second, first), second);
  }

  /**
   * Returns the elements that each position of a window meets, as an image of the result's size;
   * row by row.
   */
  private static List<Tensor> met(Tensor image, int height, int width, Window window) {
    int rows = window.positions(image.shape().dim(HEIGHT), height);
    int columns = window.positions(image.shape().dim(WIDTH), width);
    int more = window.stride() - 1;
    Tensor filled = image.pad(HEIGHT, 0, more).pad(WIDTH, 0, more);
    List<Tensor> met = new ArrayList<>();
    for (int y = 0; y < height; y++) {
      Tensor lines = strided(filled, HEIGHT, y * window.dilation(), rows, window.stride());
      for (int x = 0; x < width; x++) {
        met.add(strided(lines, WIDTH, x * window.dilation(), columns, window.stride()));
      }
    }
    return met;
  }

  /** Returns elements along an axis in equal steps. */
  private static Tensor strided(Tensor x, int axis, int from, int count, int stride) {
    Tensor part = x.slice(axis, from, from + count * stride);
    Shape split = part.expandDims(axis + 1).shape().with(axis, count).with(axis + 1, stride);
    Tensor first = part.reshape(split.dims()).slice(axis + 1, 0, 1);
    return first.reshape(part.shape().with(axis, count).dims());
  }
}
