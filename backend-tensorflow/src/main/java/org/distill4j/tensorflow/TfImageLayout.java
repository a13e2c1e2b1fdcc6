package org.distill4j.tensorflow;

import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;

/**
 * How an image is laid out for a convolution: with its padding where TensorFlow knows no name for
 * it, and for a dilated window as several smaller images, which are convolved alike without
 * dilation and put together again. TensorFlow's gradients of dilated convolutions are silently
 * wrong, and its fast ones know no explicit padding.
 *
 * @param nodes the program's operations
 * @param window the window
 * @param image the image's shape, (N, C, H, W)
 * @param weights the weights' shape, (O, C / groups, kH, kW)
 */
record TfImageLayout(TfNodes nodes, Window window, Shape image, Shape weights) {
  private static void takeWhole(OperationBuilder builder) {
    builder.setAttr("begin_mask", 15).setAttr("end_mask", 15);
  }

  /** The stride over the image that is laid out. */
  int stride() {
    return isDilated() ? 1 : window.stride();
  }

  /** How TensorFlow calls the padding of the image that is laid out. */
  String padding() {
    return isSame() ? "SAME" : "VALID";
  }

  private boolean isSame() {
    int twice = 2 * window.padding();
    boolean keepsSize = twice == weights.dim(2) - 1 && twice == weights.dim(3) - 1;
    return window.stride() == 1 && !isDilated() && keepsSize;
  }

  private boolean isDilated() {
    return window.dilation() > 1;
  }

  private int margin() {
    return isSame() ? 0 : window.padding();
  }

  /** By how much an axis of the padded image is filled up to a multiple of the dilation. */
  private int missing(int axis) {
    return Math.floorMod(-(image.dim(axis) + 2 * window.padding()), window.dilation());
  }

  private Output<?> block() {
    return nodes.integers(1, window.dilation(), window.dilation());
  }

  private Output<?> margins() {
    int margin = margin();
    return nodes.matrix(2, 0, 0, margin, margin + missing(2), margin, margin + missing(3));
  }

  /** What is cut off at the ends of what was convolved. */
  private Output<?> ends() {
    return nodes.matrix(2, 0, 0, 0, missing(2), 0, missing(3));
  }

  Output<?> spread(Output<?> input) {
    if (isDilated()) {
      return nodes.op("SpaceToBatchND", input, block(), margins());
    }
    int margin = margin();
    return margin == 0
        ? input
        : nodes.op("Pad", input, nodes.matrix(2, 0, 0, 0, 0, margin, margin, margin, margin));
  }

  /** The shape of the image that is laid out. */
  int[] spreadDims() {
    int parts = window.dilation();
    int height = image.dim(2) + 2 * margin() + missing(2);
    int width = image.dim(3) + 2 * margin() + missing(3);
    return new int[] {image.dim(0) * parts * parts, image.dim(1), height / parts, width / parts};
  }

  /** The gradient in the image from that in the image that is laid out. */
  Output<?> joinedInput(Output<?> spread) {
    if (isDilated()) {
      return nodes.op("BatchToSpaceND", spread, block(), margins());
    }
    int margin = margin();
    return margin == 0
        ? spread
        : nodes.op(
            "Slice", spread, nodes.integers(0, 0, margin, margin), nodes.integers(image.dims()));
  }

  /** The result from that of the image that is laid out. */
  Output<?> joined(Output<?> convolved) {
    if (!isDilated()) {
      return convolved;
    }
    Output<?> joined = nodes.op("BatchToSpaceND", convolved, block(), ends());
    Output<?> all = nodes.integers(0, 0, 0, 0);
    return window.stride() == 1
        ? joined
        : nodes.op("StridedSlice", TfImageLayout::takeWhole, joined, all, all, steps());
  }

  /** The gradient in the result of the convolution of the image that is laid out. */
  Output<?> spreadGradient(Output<?> gradient) {
    if (!isDilated()) {
      return gradient;
    }
    Output<?> joined = window.stride() == 1 ? gradient : unstrided(gradient);
    return nodes.op("SpaceToBatchND", joined, block(), ends());
  }

  private Output<?> unstrided(Output<?> gradient) {
    Window every = window.withStride(1);
    Output<?> dense =
        nodes.integers(
            image.dim(0),
            weights.dim(0),
            every.positions(image.dim(2), weights.dim(2)),
            every.positions(image.dim(3), weights.dim(3)));
    Output<?> all = nodes.integers(0, 0, 0, 0);
    return nodes.op(
        "StridedSliceGrad", TfImageLayout::takeWhole, dense, all, all, steps(), gradient);
  }

  private Output<?> steps() {
    return nodes.integers(1, 1, window.stride(), window.stride());
  }
}
