package org.distill4j.onnx;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/**
 * A convolution from the output's side: the input with zeros between its elements, convolved with
 * the kernel turned around (Dumoulin and Visin 2016, section 4).
 */
final class TransposedConv {
  private TransposedConv() {}

  static GraphOperator operator() {
    return GraphOperator.of(
        TransposedConv::of,
        ImageWindow::refused,
        "auto_pad",
        "dilations",
        "group",
        "kernel_shape",
        "output_padding",
        "output_shape",
        "pads",
        "strides");
  }

  private static GraphValue of(NodeCall call) {
    NodeText node = call.node();
    boolean line = call.in(0).rank() == 3;
    Tensor image = ImageOperators.square(call.floats(0));
    int groups = node.integer("group", 1);
    Tensor kernel = turned(ImageOperators.square(call.floats(1)), groups);
    int dilation = node.ints("dilations", 1)[0];
    int axes = line ? 1 : 2;
    for (int i = 0; i < axes; i++) {
      int axis = 4 - axes + i;
      image = spread(node, image, axis, i, axes, 1 + (kernel.shape().dim(axis) - 1) * dilation);
    }
    Tensor product = image.conv2d(kernel, new Window(1, 0, dilation), groups);
    Tensor result =
        call.optional(2).map(bias -> product.add(bias.floats().reshape(-1, 1, 1))).orElse(product);
    return new GraphTensor(
        line ? result.reshape(HostShapes.without(result.shape().dims(), 2)) : result);
  }

  /** Zeros between the elements of an axis and around them. */
  private static Tensor spread(
      NodeText node, Tensor image, int axis, int number, int axes, int reach) {
    int stride = node.ints("strides", 1, 1)[number];
    int[] pads = node.ints("pads", new int[2 * axes]);
    int added = node.ints("output_padding", new int[axes])[number];
    int length = image.shape().dim(axis);
    int before = pads[number];
    int after = pads[axes + number];
    OptionalInt asked = asked(node, number, axes, length * stride);
    if (asked.isPresent()) {
      int all = stride * (length - 1) + added + reach - asked.getAsInt();
      before = auto(node).equals("SAME_UPPER") ? all / 2 : all - all / 2;
      after = all - before;
    }
    Tensor apart = apart(image, axis, stride);
    return ImageOperators.padded(apart, axis, reach - 1 - before, reach - 1 - after + added, 0);
  }

  private static String auto(NodeText node) {
    return node.text("auto_pad", "NOTSET");
  }

  /** The length of an output's axis, if the node says it rather than the padding. */
  private static OptionalInt asked(NodeText node, int number, int axes, int same) {
    int[] shape = node.ints("output_shape");
    if (shape != null) {
      return OptionalInt.of(shape[shape.length - axes + number]);
    }
    return auto(node).startsWith("SAME") ? OptionalInt.of(same) : OptionalInt.empty();
  }

  private static Tensor apart(Tensor x, int axis, int stride) {
    if (stride == 1) {
      return x;
    }
    int[] dims = x.shape().dims();
    int length = dims[axis];
    return x.expandDims(axis + 1)
        .pad(axis + 1, 0, stride - 1)
        .reshape(HostShapes.with(dims, axis, length * stride))
        .slice(axis, 0, (length - 1) * stride + 1);
  }

  /** From (in, out / groups, height, width) to (out, in / groups, height, width), turned around. */
  private static Tensor turned(Tensor kernel, int groups) {
    int[] dims = kernel.shape().dims();
    int in = dims[0] / groups;
    Tensor swapped =
        kernel
            .reshape(groups, in, dims[1], dims[2], dims[3])
            .transpose(0, 2, 1, 3, 4)
            .reshape(groups * dims[1], in, dims[2], dims[3]);
    return reversed(reversed(swapped, 2), 3);
  }

  private static Tensor reversed(Tensor x, int axis) {
    int last = x.shape().dim(axis) - 1;
    return last == 0
        ? x
        : AxisSelection.of(
                new GraphTensor(x),
                axis,
                IntStream.rangeClosed(0, last).map(i -> last - i).toArray())
            .tensor();
  }
}
