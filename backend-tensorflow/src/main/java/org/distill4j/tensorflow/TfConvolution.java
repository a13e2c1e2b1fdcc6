package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;
import org.distill4j.tensorflow.TfValue.Form;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * One convolution and its gradients, with the channels last. The weights (O, C / groups, kH, kW)
 * become filters (kH, kW, C / groups, O), or (kH, kW, C, O / C) where each channel is a group.
 * Other groups are convolved one by one, as no kernel for the CPU is right in both directions.
 *
 * @param nodes the graph
 * @param layout how the image is laid out
 * @param groups the number of groups
 * @param weights the weights' shape
 */
record TfConvolution(TfNodes nodes, TfImageLayout layout, int groups, Shape weights) {
  static TfConvolution of(TfNodes nodes, Window window, int groups, Shape image, Shape weights) {
    return new TfConvolution(
        nodes, new TfImageLayout(nodes, window, image, weights), groups, weights);
  }

  TfValue forward(Shape shape, TfValue input, TfValue filter) {
    return last(shape, layout.joined(convolved("", layout.spread(input), filter(filter))));
  }

  TfValue inputGradient(TfValue gradient, TfValue filter) {
    Output<?> image =
        convolved(
            "BackpropInput",
            nodes.integers(imageDims()),
            filter(filter),
            layout.spreadGradient(gradient));
    return last(layout.image(), layout.joinedInput(image));
  }

  TfValue weightGradient(TfValue gradient, TfValue input) {
    Output<?> filter =
        convolved(
            "BackpropFilter",
            layout.spread(input),
            nodes.integers(filterDims()),
            layout.spreadGradient(gradient));
    Output<?> found =
        isDepthwise()
            ? nodes.reshape(nodes.transpose(filter, 2, 3, 0, 1), weights.dims())
            : nodes.transpose(filter, 3, 2, 0, 1);
    return TfValue.of(nodes, weights, Form.PLAIN, found);
  }

  private TfValue last(Shape shape, Output<?> image) {
    return TfValue.of(nodes, shape, Form.CHANNELS_LAST, image);
  }

  /** Whether each channel is a group. */
  private boolean isDepthwise() {
    return groups > 1 && weights.dim(1) == 1;
  }

  /** How many groups are convolved one by one. */
  private int parts() {
    return isDepthwise() ? 1 : groups;
  }

  private Output<?> filter(TfValue value) {
    Output<?> plain = value.plain();
    return isDepthwise()
        ? nodes.transpose(
            nodes.reshape(plain, groups, weights.dim(0) / groups, weights.dim(2), weights.dim(3)),
            2,
            3,
            0,
            1)
        : nodes.transpose(plain, 2, 3, 1, 0);
  }

  private int[] filterDims() {
    int inputs = isDepthwise() ? groups : weights.dim(1);
    int results = weights.dim(0) / groups;
    return new int[] {weights.dim(2), weights.dim(3), inputs, results};
  }

  private int[] imageDims() {
    int[] dims = layout.spreadDims();
    dims[3] /= parts();
    return dims;
  }

  private Output<?> convolved(String direction, Output<?>... operands) {
    String type = (isDepthwise() ? "DepthwiseConv2dNative" : "Conv2D") + direction;
    long[] strides = {1, layout.stride(), layout.stride(), 1};
    Consumer<OperationBuilder> settings =
        builder -> builder.setAttr("strides", strides).setAttr("padding", layout.padding());
    List<List<Output<?>>> split = Arrays.stream(operands).map(this::split).toList();
    List<Output<?>> results = new ArrayList<>();
    for (int i = 0; i < parts(); i++) {
      int part = i;
      Output<?>[] inputs = split.stream().map(each -> each.get(part)).toArray(Output<?>[]::new);
      results.add(nodes.op(type, settings, inputs));
    }
    return results.size() == 1
        ? results.get(0)
        : nodes.joined("ConcatV2", results, nodes.integer(3));
  }

  /** Parts along the channels, which are last in images and filters; sizes are for all parts. */
  private List<Output<?>> split(Output<?> whole) {
    if (parts() == 1 || whole.dataType() == DataType.DT_INT32) {
      return Collections.nCopies(parts(), whole);
    }
    Operation split =
        nodes.node(
            "Split", builder -> builder.setAttr("num_split", groups), nodes.integer(3), whole);
    return IntStream.range(0, groups).<Output<?>>mapToObj(split::output).toList();
  }
}
