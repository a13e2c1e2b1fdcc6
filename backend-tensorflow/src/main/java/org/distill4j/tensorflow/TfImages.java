package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/**
 * Convolution and pooling, with the channels last: TensorFlow's kernels for the CPU know no other
 * way.
 */
final class TfImages {
  private final TfNodes nodes;
  private final TfLayouts layouts;

  TfImages(TfNodes nodes, TfLayouts layouts) {
    this.nodes = nodes;
    this.layouts = layouts;
  }

  Output<?> conv2d(Tensor node, Op.Conv2d op, Output<?> input, Output<?> weights) {
    int padding = op.window().padding();
    Output<?> image = padded(image(node, input), padding, 0);
    Shape kernel = node.inputs().get(1).shape();
    boolean eachChannelAlone = op.groups() > 1 && kernel.dim(1) == 1;
    Output<?> result =
        eachChannelAlone
            ? depthwise(op, kernel, image, weights)
            : grouped(op, image, nodes.transpose(weights, 2, 3, 1, 0));
    return layouts.first(node, result);
  }

  private Output<?> depthwise(Op.Conv2d op, Shape kernel, Output<?> image, Output<?> weights) {
    int perChannel = kernel.dim(0) / op.groups();
    Output<?> split = nodes.reshape(weights, op.groups(), perChannel, kernel.dim(2), kernel.dim(3));
    Output<?> filter = nodes.transpose(split, 2, 3, 0, 1);
    return dilated("DepthwiseConv2dNative", op.window(), image, filter);
  }

  /** Grouped convolutions have no kernel on the CPU that is right in both directions. */
  private Output<?> grouped(Op.Conv2d op, Output<?> image, Output<?> filter) {
    if (op.groups() == 1) {
      return dilated("Conv2D", op.window(), image, filter);
    }
    Operation images = split(image, op.groups());
    Operation filters = split(filter, op.groups());
    List<Output<?>> parts = new ArrayList<>();
    for (int group = 0; group < op.groups(); group++) {
      parts.add(dilated("Conv2D", op.window(), images.output(group), filters.output(group)));
    }
    return nodes.opOnList("ConcatV2", builder -> {}, parts, nodes.integer(3));
  }

  private Operation split(Output<?> input, int groups) {
    Output<?> channels = nodes.integer(3);
    return nodes.node(
        "Split",
        builder -> builder.addInput(channels).addInput(input).setAttr("num_split", groups));
  }

  /**
   * TensorFlow's gradient of a dilated convolution is silently wrong, so the dilated image is laid
   * out as several smaller ones, convolved without dilation and put together again.
   */
  private Output<?> dilated(String type, Window window, Output<?> image, Output<?> filter) {
    int dilation = window.dilation();
    if (dilation == 1) {
      return convolved(type, window.stride(), image, filter);
    }
    int rows = missing(image.shape().get(1), dilation);
    int columns = missing(image.shape().get(2), dilation);
    Output<?> block = nodes.integers(dilation, dilation);
    Output<?> margins = matrix(2, 0, rows, 0, columns);
    Output<?> spread = nodes.op("SpaceToBatchND", image, block, margins);
    Output<?> dense = convolved(type, 1, spread, filter);
    Output<?> joined = nodes.op("BatchToSpaceND", dense, block, margins);
    return window.stride() == 1 ? joined : strided(joined, window.stride());
  }

  private static int missing(long length, int dilation) {
    return Math.toIntExact(Math.floorMod(-length, (long) dilation));
  }

  private Output<?> strided(Output<?> image, int stride) {
    Output<?> ends = nodes.integers(0, 0, 0, 0);
    return nodes.op(
        "StridedSlice",
        builder -> builder.setAttr("begin_mask", 15).setAttr("end_mask", 15),
        image,
        ends,
        ends,
        nodes.integers(1, stride, stride, 1));
  }

  private Output<?> convolved(String type, int stride, Output<?> image, Output<?> filter) {
    long[] strides = {1, stride, stride, 1};
    return nodes.op(
        type,
        builder -> builder.setAttr("strides", strides).setAttr("padding", "VALID"),
        image,
        filter);
  }

  Output<?> pool2d(Tensor node, Op.Pool2d op, Output<?> input) {
    boolean max = op.kind() == Op.PoolKind.MAX;
    int padding = op.window().padding();
    double margin = max ? Double.NEGATIVE_INFINITY : 0;
    Output<?> image = padded(image(node, input), padding, margin);
    long[] size = {1, op.size(), op.size(), 1};
    long[] strides = {1, op.window().stride(), op.window().stride(), 1};
    return layouts.first(
        node,
        nodes.op(
            max ? "MaxPool" : "AvgPool",
            builder ->
                builder
                    .setAttr("ksize", size)
                    .setAttr("strides", strides)
                    .setAttr("padding", "VALID"),
            image));
  }

  private Output<?> image(Tensor node, Output<?> input) {
    return layouts.last(node.inputs().get(0).shape(), input);
  }

  private Output<?> padded(Output<?> image, int padding, double value) {
    return padding == 0
        ? image
        : nodes.op(
            "PadV2",
            image,
            matrix(4, 0, 0, padding, padding, padding, padding, 0, 0),
            nodes.number(value));
  }

  private Output<?> matrix(int rows, int... values) {
    return nodes.constant(HostTensor.ofInts(Shape.of(rows, values.length / rows), values));
  }
}
