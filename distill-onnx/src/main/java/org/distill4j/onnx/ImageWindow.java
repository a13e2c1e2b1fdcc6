package org.distill4j.onnx;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * How a node's window moves over an image.
 *
 * @param height its rows
 * @param stride the distance between its positions
 * @param dilation the distance between its elements
 * @param top rows that are added above
 * @param left columns that are added on the left
 * @param bottom rows that are added below
 * @param right columns that are added on the right
 */
record ImageWindow(int height, int stride, int dilation, int top, int left, int bottom, int right) {

  static ImageWindow ofPool(NodeText node, Shape image) {
    int[] kernel = node.ints("kernel_shape", 1, 1);
    return of(node, image, kernel[0], kernel[kernel.length - 1]);
  }

  /** An image that is a line has one row here, and the node's numbers are for its columns. */
  static ImageWindow of(NodeText node, Shape image, int height, int width) {
    int[] strides = node.ints("strides", 1, 1);
    int[] dilations = node.ints("dilations", 1, 1);
    int stride = strides[strides.length - 1];
    int dilation = width > 1 ? dilations[dilations.length - 1] : dilations[0];
    int[] rows = {0, 0};
    if (strides.length == 2) {
      rows = pads(node, 0, image.dim(2), 1 + (height - 1) * dilation, stride);
    }
    int[] columns =
        pads(node, strides.length - 1, image.dim(3), 1 + (width - 1) * dilation, stride);
    return new ImageWindow(height, stride, dilation, rows[0], columns[0], rows[1], columns[1]);
  }

  private static int[] pads(NodeText node, int axis, int length, int size, int stride) {
    int[] given = node.ints("pads", 0, 0, 0, 0);
    String auto = node.text("auto_pad", "NOTSET");
    if (auto.startsWith("SAME")) {
      int positions = (length + stride - 1) / stride;
      int all = Math.max(0, (positions - 1) * stride + size - length);
      int less = all / 2;
      return auto.equals("SAME_UPPER")
          ? new int[] {less, all - less}
          : new int[] {all - less, less};
    }
    int before = auto.equals("VALID") ? 0 : given[axis];
    int after = auto.equals("VALID") ? 0 : given[given.length / 2 + axis];
    if (node.flag("ceil_mode", false)) {
      int free = length + before + after - size;
      int steps = (free + stride - 1) / stride;
      int begun = steps * stride >= length + before ? steps - 1 : steps;
      after += Math.max(0, begun * stride - free);
    }
    return new int[] {before, after};
  }

  /** What of a node no square window can do. */
  static Optional<String> refused(NodeText node, boolean pool) {
    int[] kernel = node.ints("kernel_shape", 1, 1);
    int[] strides = node.ints("strides", 1, 1);
    int[] dilations = node.ints("dilations", 1, 1);
    if (kernel.length > 2 || (pool && (kernel.length != 2 || kernel[0] != kernel[1]))) {
      return Optional.of("kernel_shape = " + Arrays.toString(kernel));
    }
    if (differs(strides)) {
      return Optional.of("strides = " + Arrays.toString(strides));
    }
    boolean both = IntStream.of(kernel).allMatch(length -> length > 1);
    if ((both && differs(dilations)) || (pool && IntStream.of(dilations).anyMatch(d -> d > 1))) {
      return Optional.of("dilations = " + Arrays.toString(dilations));
    }
    return node.flag("storage_order", false) ? Optional.of("storage_order = 1") : Optional.empty();
  }

  private static boolean differs(int... values) {
    return IntStream.of(values).distinct().count() > 1;
  }

  /** Whether every side is padded alike. */
  boolean isEven() {
    return top == left && top == bottom && top == right;
  }

  /** Whether a pool pads by itself. */
  boolean fitsPool() {
    return isEven() && top <= height / 2;
  }

  Tensor padded(Tensor image, double with) {
    return ImageOperators.padded(
        ImageOperators.padded(image, 2, top, bottom, with), 3, left, right, with);
  }
}
