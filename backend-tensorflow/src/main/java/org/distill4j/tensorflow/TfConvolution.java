package org.distill4j.tensorflow;

import java.util.Optional;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;
import org.tensorflow.Output;

/**
 * One convolution and its gradients. The weights (O, C / groups, kH, kW) become filters (kH, kW, C,
 * O), or (kH, kW, C, O / C) where each channel is a group.
 *
 * @param window the window
 * @param groups the number of groups
 * @param image the image's shape, (N, C, H, W)
 * @param weights the weights' shape
 */
record TfConvolution(Window window, int groups, Shape image, Shape weights) {
  /** Returns the convolution of a node, or of its gradient. */
  static Optional<TfConvolution> of(Tensor node) {
    if (node.op() instanceof Op.Conv2d op) {
      return Optional.of(
          new TfConvolution(op.window(), op.groups(), shape(node, 0), shape(node, 1)));
    } else if (node.op() instanceof Op.Conv2dInputGradient op) {
      return Optional.of(new TfConvolution(op.window(), op.groups(), node.shape(), shape(node, 1)));
    } else if (node.op() instanceof Op.Conv2dWeightGradient op) {
      return Optional.of(new TfConvolution(op.window(), op.groups(), shape(node, 1), node.shape()));
    }
    return Optional.empty();
  }

  private static Shape shape(Tensor node, int input) {
    return node.inputs().get(input).shape();
  }

  /** Returns whether a kernel for the CPU is correct in all directions, and fast. */
  boolean hasKernel() {
    return window.dilation() == 1
        && (groups == 1 || isDepthwise())
        && (window.padding() == 0 || keepsSize());
  }

  /** Returns the padding's name, since TensorFlow's fast kernels know padding only by name. */
  private boolean keepsSize() {
    int twice = 2 * window.padding();
    return window.stride() == 1 && twice == weights.dim(2) - 1 && twice == weights.dim(3) - 1;
  }

  /** Returns whether each channel is a group. */
  private boolean isDepthwise() {
    return groups > 1 && weights.dim(1) == 1;
  }

  Output<?> forward(TfNodes nodes, Output<?> input, Output<?> filter) {
    return kernel(nodes, "", input, filter(nodes, filter));
  }

  Output<?> inputGradient(TfNodes nodes, Output<?> gradient, Output<?> filter) {
    Output<?> dims = nodes.integers(image.dims());
    return kernel(nodes, "BackpropInput", dims, filter(nodes, filter), gradient);
  }

  Output<?> weightGradient(TfNodes nodes, Output<?> gradient, Output<?> input) {
    int inputs = isDepthwise() ? groups : weights.dim(1);
    Output<?> dims =
        nodes.integers(weights.dim(2), weights.dim(3), inputs, weights.dim(0) / groups);
    Output<?> filter = kernel(nodes, "BackpropFilter", input, dims, gradient);
    return isDepthwise()
        ? nodes.reshape(nodes.transpose(filter, 2, 3, 0, 1), weights.dims())
        : nodes.transpose(filter, 3, 2, 0, 1);
  }

  private Output<?> filter(TfNodes nodes, Output<?> plain) {
    int each = weights.dim(0) / groups;
    return isDepthwise()
        ? nodes.transpose(
            nodes.reshape(plain, groups, each, weights.dim(2), weights.dim(3)), 2, 3, 0, 1)
        : nodes.transpose(plain, 2, 3, 1, 0);
  }

  private Output<?> kernel(TfNodes nodes, String direction, Output<?>... operands) {
    return nodes.op(
        (isDepthwise() ? "DepthwiseConv2dNative" : "Conv2D") + direction,
        builder ->
            builder
                .setAttr("strides", new long[] {1, 1, window.stride(), window.stride()})
                .setAttr("padding", keepsSize() ? "SAME" : "VALID")
                .setAttr("data_format", "NCHW"),
        operands);
  }
}
