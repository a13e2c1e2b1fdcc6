package org.distill4j.tensorflow;

import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;
import org.distill4j.tensorflow.TfConvolution.Geometry;
import org.tensorflow.Output;

/**
 * How an image is laid out for a convolution: with its padding where TensorFlow knows no name for
 * it, and for a dilated window as several smaller images, which are convolved alike without
 * dilation and put together again. TensorFlow's gradients of dilated convolutions are silently
 * wrong, and its fast ones know no explicit padding.
 *
 * @param nodes the graph
 * @param window the window
 * @param image the image (N, C, H, W)
 * @param isSame whether the padding is what TensorFlow calls SAME
 * @param rows by how many rows the padded image is filled up to a multiple of the dilation
 * @param columns by how many columns
 * @param dense how many positions there are at stride 1, down and across
 */
record TfImageLayout(
    TfNodes nodes, Window window, Shape image, boolean isSame, int rows, int columns, Shape dense) {
  static TfImageLayout of(TfNodes nodes, Window window, Shape image, Shape weights) {
    Window every = window.withStride(1);
    return new TfImageLayout(
        nodes,
        window,
        image,
        isSame(window, weights.dim(2)) && isSame(window, weights.dim(3)),
        missing(image.dim(2), window),
        missing(image.dim(3), window),
        Shape.of(
            every.positions(image.dim(2), weights.dim(2)),
            every.positions(image.dim(3), weights.dim(3))));
  }

  private static boolean isSame(Window window, int size) {
    return window.stride() == 1 && window.dilation() == 1 && 2 * window.padding() == size - 1;
  }

  private static int missing(int length, Window window) {
    return Math.floorMod(-(length + 2 * window.padding()), window.dilation());
  }

  private boolean isDilated() {
    return window.dilation() > 1;
  }

  /** How the kernel moves over the image that is laid out. */
  Geometry geometry() {
    return new Geometry(isDilated() ? 1 : window.stride(), isSame ? "SAME" : "VALID");
  }

  private int padding() {
    return isSame ? 0 : window.padding();
  }

  private Output<?> block() {
    return nodes.integers(window.dilation(), window.dilation());
  }

  private Output<?> margins() {
    return nodes.matrix(2, padding(), padding() + rows, padding(), padding() + columns);
  }

  /** What is cut off at the ends of what was convolved. */
  private Output<?> ends() {
    return nodes.matrix(2, 0, rows, 0, columns);
  }

  Output<?> spread(TfValue input) {
    if (isDilated()) {
      return nodes.op("SpaceToBatchND", input.last(), block(), margins());
    } else if (padding() == 0) {
      return input.last();
    }
    int[] around = {0, 0, padding(), padding(), padding(), padding(), 0, 0};
    return nodes.op("Pad", input.last(), nodes.matrix(2, around));
  }

  /** The shape of the image that is laid out. */
  int[] spreadShape() {
    int[] last = TfValue.lastShape(image).dims();
    int parts = window.dilation();
    int height = last[1] + 2 * padding() + rows;
    int width = last[2] + 2 * padding() + columns;
    return new int[] {last[0] * parts * parts, height / parts, width / parts, last[3]};
  }

  Output<?> joined(Output<?> convolved) {
    if (!isDilated()) {
      return convolved;
    }
    Output<?> joined = nodes.op("BatchToSpaceND", convolved, block(), ends());
    return window.stride() == 1 ? joined : strided(joined);
  }

  private Output<?> strided(Output<?> joined) {
    Output<?> all = nodes.integers(0, 0, 0, 0);
    return nodes.op(
        "StridedSlice",
        builder -> builder.setAttr("begin_mask", 15).setAttr("end_mask", 15),
        joined,
        all,
        all,
        steps());
  }

  private Output<?> steps() {
    return nodes.integers(1, window.stride(), window.stride(), 1);
  }

  /** The gradient in the result of the convolution of the image that is laid out. */
  Output<?> spreadGradient(TfValue gradient) {
    if (!isDilated()) {
      return gradient.last();
    }
    Output<?> joined = window.stride() == 1 ? gradient.last() : unstrided(gradient);
    return nodes.op("SpaceToBatchND", joined, block(), ends());
  }

  private Output<?> unstrided(TfValue gradient) {
    int[] last = TfValue.lastShape(gradient.shape()).dims();
    Output<?> all = nodes.integers(0, 0, 0, 0);
    return nodes.op(
        "StridedSliceGrad",
        builder -> builder.setAttr("begin_mask", 15).setAttr("end_mask", 15),
        nodes.integers(last[0], dense.dim(0), dense.dim(1), last[3]),
        all,
        all,
        steps(),
        gradient.last());
  }

  /** The gradient in the image from that in the image that is laid out. */
  Output<?> joinedInput(Output<?> spread) {
    if (isDilated()) {
      return nodes.op("BatchToSpaceND", spread, block(), margins());
    } else if (padding() == 0) {
      return spread;
    }
    Output<?> inner = nodes.integers(TfValue.lastShape(image).dims());
    return nodes.op("Slice", spread, nodes.integers(0, padding(), padding(), 0), inner);
  }
}
