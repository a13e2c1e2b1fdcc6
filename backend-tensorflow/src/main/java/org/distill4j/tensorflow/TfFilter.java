package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.distill4j.tensor.Shape;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;

/**
 * The weights (O, C / groups, kH, kW) of a convolution as filters (kH, kW, C / groups, O), or (kH,
 * kW, C, O / C) where each channel is on its own. Grouped convolutions have no kernel on the CPU
 * that is right in both directions, so each group is convolved alone.
 *
 * @param nodes the graph
 * @param groups the number of groups
 * @param weights the weights' shape
 * @param eachChannelAlone whether each channel is a group
 */
record TfFilter(TfNodes nodes, int groups, Shape weights, boolean eachChannelAlone) {
  static TfFilter of(TfNodes nodes, int groups, Shape weights) {
    return new TfFilter(nodes, groups, weights, groups > 1 && weights.dim(1) == 1);
  }

  Output<?> fromWeights(TfValue value) {
    if (!eachChannelAlone) {
      return nodes.transpose(value.plain(), 2, 3, 1, 0);
    }
    int height = weights.dim(2);
    int width = weights.dim(3);
    Output<?> split = nodes.reshape(value.plain(), groups, weights.dim(0) / groups, height, width);
    return nodes.transpose(split, 2, 3, 0, 1);
  }

  Output<?> toWeights(Output<?> filter) {
    return eachChannelAlone
        ? nodes.reshape(nodes.transpose(filter, 2, 3, 0, 1), weights.dims())
        : nodes.transpose(filter, 3, 2, 0, 1);
  }

  private int[] filterDims() {
    int height = weights.dim(2);
    int width = weights.dim(3);
    return eachChannelAlone
        ? new int[] {height, width, groups, weights.dim(0) / groups}
        : new int[] {height, width, weights.dim(1), weights.dim(0) / parts()};
  }

  private int parts() {
    return eachChannelAlone ? 1 : groups;
  }

  Output<?> forward(TfConvolution.Geometry geometry, Output<?> image, Output<?> filter) {
    List<Output<?>> images = split(image);
    List<Output<?>> filters = split(filter);
    List<Output<?>> results = new ArrayList<>();
    for (int part = 0; part < parts(); part++) {
      results.add(nodes.op(type(""), settings(geometry), images.get(part), filters.get(part)));
    }
    return joined(results);
  }

  Output<?> inputGradient(
      TfConvolution.Geometry geometry, int[] image, Output<?> filter, Output<?> gradient) {
    int[] dims = image.clone();
    dims[3] = image[3] / parts();
    List<Output<?>> filters = split(filter);
    List<Output<?>> gradients = split(gradient);
    List<Output<?>> results = new ArrayList<>();
    for (int part = 0; part < parts(); part++) {
      results.add(
          nodes.op(
              type("BackpropInput"),
              settings(geometry),
              nodes.integers(dims),
              filters.get(part),
              gradients.get(part)));
    }
    return joined(results);
  }

  Output<?> weightGradient(TfConvolution.Geometry geometry, Output<?> image, Output<?> gradient) {
    List<Output<?>> images = split(image);
    List<Output<?>> gradients = split(gradient);
    List<Output<?>> results = new ArrayList<>();
    for (int part = 0; part < parts(); part++) {
      results.add(
          nodes.op(
              type("BackpropFilter"),
              settings(geometry),
              images.get(part),
              nodes.integers(filterDims()),
              gradients.get(part)));
    }
    return joined(results);
  }

  private String type(String direction) {
    String forward = eachChannelAlone ? "DepthwiseConv2dNative" : "Conv2D";
    return forward + direction;
  }

  private Consumer<OperationBuilder> settings(TfConvolution.Geometry geometry) {
    long[] strides = {1, geometry.stride(), geometry.stride(), 1};
    return builder -> builder.setAttr("strides", strides).setAttr("padding", geometry.padding());
  }

  /** Parts along the last axis. */
  private List<Output<?>> split(Output<?> whole) {
    if (parts() == 1) {
      return List.of(whole);
    }
    Output<?> axis = nodes.integer(3);
    Operation split =
        nodes.node(
            "Split",
            builder -> builder.addInput(axis).addInput(whole).setAttr("num_split", groups));
    List<Output<?>> outputs = new ArrayList<>();
    for (int part = 0; part < groups; part++) {
      outputs.add(split.output(part));
    }
    return outputs;
  }

  private Output<?> joined(List<Output<?>> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : nodes.opOnList("ConcatV2", builder -> {}, parts, nodes.integer(3));
  }
}
