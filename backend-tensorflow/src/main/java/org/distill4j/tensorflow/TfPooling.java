package org.distill4j.tensorflow;

import java.util.HashMap;
import java.util.Map;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;
import org.distill4j.tensorflow.TfValue.Form;
import org.tensorflow.Output;

/** Pooling and its gradients, with the channels last. */
final class TfPooling {
  private final TfNodes nodes;
  private final Map<Site, Maximum> known = new HashMap<>();

  /** What makes two poolings the same. */
  private record Site(TfValue input, int size, Window window) {}

  /** A pooling's input with its margins, and its result. */
  private record Maximum(Output<?> padded, Output<?> pooled) {}

  TfPooling(TfNodes nodes) {
    this.nodes = nodes;
  }

  TfValue forward(Op.Pool2d op, Shape shape, TfValue input) {
    Output<?> result =
        op.kind() == Op.PoolKind.MAX
            ? withNaN(input, op.size(), op.window())
            : pooled("AvgPool", op.size(), op.window(), padded(input, op.window(), 0));
    return TfValue.of(nodes, shape, Form.CHANNELS_LAST, result);
  }

  TfValue gradient(Op.Pool2dGradient op, TfValue gradient, TfValue input) {
    int padding = op.window().padding();
    if (op.kind() == Op.PoolKind.MAX) {
      Maximum forward = maximum(input, op.size(), op.window());
      return cropped(
          input.shape(),
          padding,
          pooled(
              "MaxPoolGrad",
              op.size(),
              op.window(),
              forward.padded(),
              forward.pooled(),
              gradient.last()));
    }
    int[] dims = TfValue.lastShape(input.shape()).dims();
    Output<?> shape =
        nodes.integers(dims[0], dims[1] + 2 * padding, dims[2] + 2 * padding, dims[3]);
    return cropped(
        input.shape(),
        padding,
        pooled("AvgPoolGrad", op.size(), op.window(), shape, gradient.last()));
  }

  TfValue pickMax(Op.PickMax2d op, Shape shape, TfValue values, TfValue input) {
    Maximum forward = maximum(input, op.size(), op.window());
    return TfValue.of(
        nodes,
        shape,
        Form.CHANNELS_LAST,
        pooled(
            "MaxPoolGradGrad",
            op.size(),
            op.window(),
            forward.padded(),
            forward.pooled(),
            padded(values, op.window(), 0)));
  }

  private Maximum maximum(TfValue input, int size, Window window) {
    return known.computeIfAbsent(
        new Site(input, size, window),
        site -> {
          Output<?> padded = padded(input, window, Double.NEGATIVE_INFINITY);
          return new Maximum(padded, pooled("MaxPool", size, window, padded));
        });
  }

  /** TensorFlow's maximum passes over a NaN, so a mean says whether there is one. */
  private Output<?> withNaN(TfValue input, int size, Window window) {
    Output<?> largest = maximum(input, size, window).pooled();
    Output<?> mean = pooled("AvgPool", size, window, padded(input, window, 0));
    return nodes.op("SelectV2", nodes.op("IsNan", mean), mean, largest);
  }

  private Output<?> pooled(String type, int size, Window window, Output<?>... inputs) {
    long[] sides = {1, size, size, 1};
    long[] strides = {1, window.stride(), window.stride(), 1};
    return nodes.op(
        type,
        builder ->
            builder.setAttr("ksize", sides).setAttr("strides", strides).setAttr("padding", "VALID"),
        inputs);
  }

  private Output<?> padded(TfValue image, Window window, double margin) {
    int padding = window.padding();
    return padding == 0
        ? image.last()
        : nodes.op(
            "PadV2",
            image.last(),
            nodes.matrix(2, 0, 0, padding, padding, padding, padding, 0, 0),
            nodes.number(margin));
  }

  private TfValue cropped(Shape shape, int padding, Output<?> image) {
    Output<?> inner =
        padding == 0
            ? image
            : nodes.op(
                "Slice",
                image,
                nodes.integers(0, padding, padding, 0),
                nodes.integers(TfValue.lastShape(shape).dims()));
    return TfValue.of(nodes, shape, Form.CHANNELS_LAST, inner);
  }
}
