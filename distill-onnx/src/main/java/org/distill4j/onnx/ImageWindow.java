package org.distill4j.onnx;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/**
 * The movement of a node's window over an image.
 *
 * @param rows how it moves from top to bottom
 * @param columns how it moves from left to right
 */
record ImageWindow(Span rows, Span columns) {
  /**
   * The movement of a window along one axis.
   *
   * @param length the number of elements there
   * @param size the window's number of elements
   * @param stride the distance between positions
   * @param dilation the distance between the window's elements
   * @param before what is added in front
   * @param after what is added at the end
   */
  record Span(int length, int size, int stride, int dilation, int before, int after) {
    /** Returns the number of positions. */
    int positions() {
      return (length + before + after - dilation * (size - 1) - 1) / stride + 1;
    }
  }

  static ImageWindow ofPool(NodeText node, Shape image) {
    int[] kernel = node.ints("kernel_shape", 1, 1);
    return of(node, image, kernel.length == 1 ? 1 : kernel[0], kernel[kernel.length - 1]);
  }

  /**
   * Returns an image that is a line has one row here, and the node's numbers are for its columns.
   */
  static ImageWindow of(NodeText node, Shape image, int height, int width) {
    int axes = node.ints("strides", node.ints("kernel_shape", 1, 1)).length;
    Span rows =
        axes == 1
            ? new Span(image.dim(2), height, 1, 1, 0, 0)
            : span(node, 0, image.dim(2), height);
    return new ImageWindow(rows, span(node, axes - 1, image.dim(3), width));
  }

  private static Span span(NodeText node, int axis, int length, int size) {
    int stride = node.ints("strides", 1, 1)[axis];
    int dilation = node.ints("dilations", 1, 1)[axis];
    int reach = 1 + (size - 1) * dilation;
    int[] given = node.ints("pads", 0, 0, 0, 0);
    String auto = node.text("auto_pad", "NOTSET");
    if (auto.startsWith("SAME")) {
      int positions = (length + stride - 1) / stride;
      int all = Math.max(0, (positions - 1) * stride + reach - length);
      int before = auto.equals("SAME_UPPER") ? all / 2 : all - all / 2;
      return new Span(length, size, stride, dilation, before, all - before);
    }
    boolean none = auto.equals("VALID");
    int before = none ? 0 : given[axis];
    int after = none ? 0 : given[given.length / 2 + axis];
    int beyond = node.flag("ceil_mode", false) ? beyond(length, before, after, reach, stride) : 0;
    return new Span(length, size, stride, dilation, before, after + beyond);
  }

  /** Returns how far the last window may reach beyond the end, if it begins before. */
  private static int beyond(int length, int before, int after, int reach, int stride) {
    int free = length + before + after - reach;
    int steps = (free + stride - 1) / stride;
    int begun = steps * stride >= length + before ? steps - 1 : steps;
    return Math.max(0, begun * stride - free);
  }

  /** Returns the settings of a node that no window supports. */
  static Optional<String> refused(NodeText node) {
    int[] kernel = node.ints("kernel_shape", 1, 1);
    int[] dilations = node.ints("dilations", 1, 1);
    if (kernel.length > 2) {
      return Optional.of("kernel_shape = " + Arrays.toString(kernel));
    }
    boolean both = IntStream.of(kernel).allMatch(length -> length > 1);
    if (both && IntStream.of(dilations).distinct().count() > 1) {
      return Optional.of("dilations = " + Arrays.toString(dilations));
    }
    return node.flag("storage_order", false) ? Optional.of("storage_order = 1") : Optional.empty();
  }

  /** Returns whether every side is padded alike. */
  boolean isEven() {
    return rows.before == rows.after
        && rows.before == columns.before
        && rows.before == columns.after;
  }

  /** Returns whether a pool of the tensor algebra can move like this. */
  boolean isPool() {
    return isEven()
        && rows.before <= rows.size / 2
        && isSquare()
        && rows.dilation == 1
        && columns.dilation == 1;
  }

  private boolean isSquare() {
    return rows.size == columns.size && rows.stride == columns.stride;
  }

  /** Returns the window of a convolution, which moves by what divides both strides. */
  Window moves(int stride) {
    int dilation = columns.size > 1 ? columns.dilation : rows.dilation;
    return new Window(stride, isEven() ? rows.before : 0, dilation);
  }

  Tensor padded(Tensor image, double with) {
    return ImageOperators.padded(
        ImageOperators.padded(image, 2, rows.before, rows.after, with),
        3,
        columns.before,
        columns.after,
        with);
  }
}
