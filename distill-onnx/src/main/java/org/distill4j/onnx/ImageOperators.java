package org.distill4j.onnx;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

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
                node -> ImageWindow.refused(node, false),
                "auto_pad",
                "dilations",
                "group",
                "kernel_shape",
                "pads",
                "strides"),
        "MaxPool",
            GraphOperator.of(
                ImageOperators::maxPool, node -> ImageWindow.refused(node, true), WINDOW),
        "AveragePool",
            GraphOperator.of(
                ImageOperators::averagePool, node -> ImageWindow.refused(node, true), WINDOW),
        "GlobalAveragePool",
            GraphOperator.of(call -> new GraphTensor(call.floats(0).meanKeep(spatial(call)))),
        "GlobalMaxPool",
            GraphOperator.of(call -> new GraphTensor(call.floats(0).maxKeep(spatial(call)))),
        "Pad",
            GraphOperator.of(
                ImageOperators::pad,
                node ->
                    node.text("mode", "constant").equals("constant")
                        ? Optional.empty()
                        : Optional.of("mode = " + node.text("mode", "")),
                "mode",
                "pads",
                "value"));
  }

  private static int[] spatial(NodeCall call) {
    return IntStream.range(2, call.in(0).rank()).toArray();
  }

  private static GraphValue conv(NodeCall call) {
    Tensor x = call.floats(0);
    Tensor kernel = call.floats(1);
    boolean line = x.shape().rank() == 3;
    Tensor image = line ? x.expandDims(2) : x;
    Tensor square = line ? kernel.expandDims(2) : kernel;
    ImageWindow window =
        ImageWindow.of(call.node(), image.shape(), square.shape().dim(2), square.shape().dim(3));
    Tensor padded = window.isEven() ? image : window.padded(image, 0);
    int padding = window.isEven() ? window.top() : 0;
    Tensor product =
        padded.conv2d(
            square,
            new Window(window.stride(), padding, window.dilation()),
            call.node().integer("group", 1));
    Tensor output =
        call.optional(2).map(bias -> product.add(bias.floats().reshape(-1, 1, 1))).orElse(product);
    int[] dims = output.shape().dims();
    return new GraphTensor(line ? output.reshape(HostShapes.without(dims, 2)) : output);
  }

  private static GraphValue maxPool(NodeCall call) {
    Tensor x = call.floats(0);
    ImageWindow window = ImageWindow.ofPool(call.node(), x.shape());
    return new GraphTensor(
        window.fitsPool()
            ? x.maxPool2d(window.height(), new Window(window.stride(), window.top(), 1))
            : window
                .padded(x, LOWEST)
                .maxPool2d(window.height(), Window.DEFAULT.withStride(window.stride())));
  }

  /** Where padding does not count, by the mean of padded ones. */
  private static GraphValue averagePool(NodeCall call) {
    Tensor x = call.floats(0);
    ImageWindow window = ImageWindow.ofPool(call.node(), x.shape());
    boolean counted = call.node().flag("count_include_pad", false);
    Window moves = Window.DEFAULT.withStride(window.stride());
    if (window.fitsPool() && (counted || window.top() == 0)) {
      return new GraphTensor(x.averagePool2d(window.height(), moves.withPadding(window.top())));
    }
    Tensor ones = Tensor.of(1).broadcastTo(1, 1, x.shape().dim(2), x.shape().dim(3));
    Tensor shares = counted ? window.padded(ones, 1) : window.padded(ones, 0);
    Tensor sums = window.padded(x, 0).averagePool2d(window.height(), moves);
    return new GraphTensor(sums.div(shares.averagePool2d(window.height(), moves)));
  }

  private static GraphValue pad(NodeCall call) {
    GraphValue value = call.in(0);
    int rank = value.rank();
    int[] pads = call.ints(1, "pads").orElseThrow();
    int[] axes = call.ints(3, "axes").orElse(IntStream.range(0, rank).toArray());
    double with = call.number(2, "value", 0);
    Tensor padded = value.floats();
    for (int i = 0; i < axes.length; i++) {
      int axis = HostShapes.axis(axes[i], rank);
      padded = padded(padded, axis, pads[i], pads[axes.length + i], with);
    }
    return GraphValue.of(padded, value.type());
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
