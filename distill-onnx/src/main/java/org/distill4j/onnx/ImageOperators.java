package org.distill4j.onnx;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.tensor.Tensor;

/** Convolutions, pooling and padding. */
final class ImageOperators {
  private static final double LOWEST = -Float.MAX_VALUE;
  private static final String[] WINDOW = {
    "auto_pad",
    "ceil_mode",
    "count_include_pad",
    "dilations",
    "kernel_shape",
    "pads",
    "storage_order",
    "strides"
  };

  private ImageOperators() {}

  static Map<String, GraphOperator> all() {
    return Map.of(
        "Conv",
            GraphOperator.of(
                ImageOperators::conv,
                ImageWindow::refused,
                "auto_pad",
                "dilations",
                "group",
                "kernel_shape",
                "pads",
                "strides"),
        "MaxPool", GraphOperator.of(ImageOperators::maxPool, ImageWindow::refused, WINDOW),
        "AveragePool", GraphOperator.of(ImageOperators::averagePool, ImageWindow::refused, WINDOW),
        "GlobalAveragePool",
            GraphOperator.of(call -> new GraphTensor(call.floats(0).meanKeep(spatial(call)))),
        "GlobalMaxPool",
            GraphOperator.of(call -> new GraphTensor(call.floats(0).maxKeep(spatial(call)))),
        "ConvTranspose", TransposedConv.operator(),
        "Pad", PadOperator.operator());
  }

  private static int[] spatial(NodeCall call) {
    return IntStream.range(2, call.in(0).rank()).toArray();
  }

  private static GraphValue conv(NodeCall call) {
    Tensor kernel = square(call.floats(1));
    Tensor image = square(call.floats(0));
    ImageWindow window =
        ImageWindow.of(call.node(), image.shape(), kernel.shape().dim(2), kernel.shape().dim(3));
    int down = window.rows().stride();
    int right = window.columns().stride();
    // One row has one position, at any stride.
    int stride = window.rows().positions() == 1 ? right : divisor(down, right);
    Tensor padded = window.isEven() ? image : window.padded(image, 0);
    Tensor product = padded.conv2d(kernel, window.moves(stride), call.node().integer("group", 1));
    Tensor rows = Pooling.every(product, 2, 0, thinned(down, stride), window.rows().positions());
    Tensor output = Pooling.every(rows, 3, 0, thinned(right, stride), window.columns().positions());
    Tensor result =
        call.optional(2).map(bias -> output.add(bias.floats().reshape(-1, 1, 1))).orElse(output);
    return like(call, result);
  }

  private static int divisor(int one, int other) {
    return other == 0 ? one : divisor(other, one % other);
  }

  private static int thinned(int stride, int done) {
    return Math.max(1, stride / done);
  }

  /** A line as an image of one row. */
  static Tensor square(Tensor x) {
    return x.shape().rank() == 3 ? x.expandDims(2) : x;
  }

  private static GraphValue like(NodeCall call, Tensor image) {
    boolean line = call.in(0).rank() == 3;
    int[] dims = image.shape().dims();
    return new GraphTensor(line ? image.reshape(HostShapes.without(dims, 2)) : image);
  }

  private static GraphValue maxPool(NodeCall call) {
    Tensor x = square(call.floats(0));
    ImageWindow window = ImageWindow.ofPool(call.node(), x.shape());
    return like(
        call,
        window.isPool()
            ? x.maxPool2d(window.rows().size(), window.moves(window.rows().stride()))
            : Pooling.combined(window.padded(x, LOWEST), window, Tensor::maximum));
  }

  /** Computes means that ignore padding, by sums over padded images. */
  private static GraphValue averagePool(NodeCall call) {
    Tensor x = square(call.floats(0));
    ImageWindow window = ImageWindow.ofPool(call.node(), x.shape());
    boolean counted = call.node().flag("count_include_pad", false);
    if (window.isPool() && (counted || window.rows().before() == 0)) {
      return like(
          call, x.averagePool2d(window.rows().size(), window.moves(window.rows().stride())));
    }
    Tensor ones = Tensor.of(1).broadcastTo(1, 1, x.shape().dim(2), x.shape().dim(3));
    Tensor shares = Pooling.combined(window.padded(ones, counted ? 1 : 0), window, Tensor::add);
    Tensor sums = Pooling.combined(window.padded(x, 0), window, Tensor::add);
    return like(call, sums.div(shares));
  }

  static Tensor padded(Tensor x, int axis, int before, int after, double with) {
    int length = x.shape().dim(axis);
    int from = Math.max(0, -before);
    Tensor kept = x.slice(axis, from, length - Math.max(0, -after));
    int first = Math.max(0, before);
    int last = Math.max(0, after);
    if (first + last == 0 || with == 0) {
      return kept.pad(axis, first, last);
    }
    Tensor inside = kept.pad(axis, first, last);
    int[] dims = new int[x.shape().rank()];
    Arrays.fill(dims, 1);
    dims[axis] = kept.shape().dim(axis);
    Tensor outside = Tensor.of(1).sub(Tensor.of(1).broadcastTo(dims).pad(axis, first, last));
    return inside.add(outside.mul(with));
  }
}
