package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;
import org.tensorflow.Output;

/**
 * One convolution and its gradients. The weights (O, C / groups, kH, kW) become filters (kH, kW, C,
 * O), or (kH, kW, C, O / C) where each channel is a group. Other groups are convolved one by one,
 * as no kernel for the CPU is right in both directions.
 *
 * @param nodes the program's operations
 * @param window the window
 * @param groups the number of groups
 * @param image the image's shape, (N, C, H, W)
 * @param weights the weights' shape
 */
record TfConvolution(TfNodes nodes, Window window, int groups, Shape image, Shape weights) {
  /** A convolution or one of its gradients. */
  @FunctionalInterface
  private interface Direction {
    Output<?> of(TfConvolution convolution, Output<?> left, Output<?> right);
  }

  Output<?> forward(Output<?> input, Output<?> filter) {
    return eachGroup(TfConvolution::convolved, input, filter, 0, 1);
  }

  Output<?> inputGradient(Output<?> gradient, Output<?> filter) {
    return eachGroup(TfConvolution::inputGradientOfAll, gradient, filter, 0, 1);
  }

  Output<?> weightGradient(Output<?> gradient, Output<?> input) {
    return eachGroup(TfConvolution::weightGradientOfAll, gradient, input, 1, 0);
  }

  /** Groups are channels, axis 1, of images, and axis 0 of weights. */
  private Output<?> eachGroup(
      Direction direction, Output<?> left, Output<?> right, int rightAxis, int resultAxis) {
    if (groups == 1 || isDepthwise()) {
      return direction.of(this, left, right);
    }
    TfConvolution one =
        new TfConvolution(
            nodes,
            window,
            1,
            Shape.of(image.dim(0), image.dim(1) / groups, image.dim(2), image.dim(3)),
            Shape.of(weights.dim(0) / groups, weights.dim(1), weights.dim(2), weights.dim(3)));
    List<Output<?>> lefts = split(left, 1);
    List<Output<?>> rights = split(right, rightAxis);
    List<Output<?>> results = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      results.add(direction.of(one, lefts.get(i), rights.get(i)));
    }
    return nodes.joined("ConcatV2", results, nodes.integer(resultAxis));
  }

  private List<Output<?>> split(Output<?> whole, int axis) {
    return nodes.parts("Split", "num_split", groups, nodes.integer(axis), whole);
  }

  /** Whether each channel is a group. */
  private boolean isDepthwise() {
    return groups > 1 && weights.dim(1) == 1;
  }

  private TfImageLayout layout() {
    return new TfImageLayout(nodes, window, image, weights);
  }

  private Output<?> convolved(Output<?> input, Output<?> filter) {
    return layout().joined(kernel("", layout().spread(input), filter(filter)));
  }

  private Output<?> inputGradientOfAll(Output<?> gradient, Output<?> filter) {
    Output<?> dims = nodes.integers(layout().spreadDims());
    Output<?> spread = layout().spreadGradient(gradient);
    return layout().joinedInput(kernel("BackpropInput", dims, filter(filter), spread));
  }

  private Output<?> weightGradientOfAll(Output<?> gradient, Output<?> input) {
    int inputs = isDepthwise() ? groups : weights.dim(1);
    Output<?> dims =
        nodes.integers(weights.dim(2), weights.dim(3), inputs, weights.dim(0) / groups);
    Output<?> spread = layout().spreadGradient(gradient);
    Output<?> filter = kernel("BackpropFilter", layout().spread(input), dims, spread);
    return isDepthwise()
        ? nodes.reshape(nodes.transpose(filter, 2, 3, 0, 1), weights.dims())
        : nodes.transpose(filter, 3, 2, 0, 1);
  }

  private Output<?> filter(Output<?> plain) {
    int each = weights.dim(0) / groups;
    return isDepthwise()
        ? nodes.transpose(
            nodes.reshape(plain, groups, each, weights.dim(2), weights.dim(3)), 2, 3, 0, 1)
        : nodes.transpose(plain, 2, 3, 1, 0);
  }

  private Output<?> kernel(String direction, Output<?>... operands) {
    TfImageLayout layout = layout();
    return nodes.op(
        (isDepthwise() ? "DepthwiseConv2dNative" : "Conv2D") + direction,
        builder ->
            builder
                .setAttr("strides", new long[] {1, 1, layout.stride(), layout.stride()})
                .setAttr("padding", layout.padding())
                .setAttr("data_format", "NCHW"),
        operands);
  }
}
