package org.distill4j.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** The result shapes of operations, and the errors for operands that do not fit. */
final class ShapeRules {
  private ShapeRules() {}

  static void requireType(String operation, Tensor tensor, DType expected) {
    if (tensor.type() != expected) {
      throw new IllegalArgumentException(
          operation
              + " was given "
              + tensor
              + ", expected type "
              + expected
              + ".\nMaybe a cast or a comparison is missing.");
    }
  }

  static Shape matMul(Shape left, Shape right) {
    if (left.rank() < 2 || right.rank() < 2 || left.dim(-1) != right.dim(-2)) {
      throw new IllegalArgumentException(
          "matmul of "
              + left
              + " with "
              + right
              + ", expected (…, m, k) with (…, k, n) of one k.\n"
              + "Maybe a flatten is missing, or the layer's width differs from the one before it.");
    }
    Shape batch = leading(left).broadcast(leading(right));
    int[] dims = Arrays.copyOf(batch.dims(), batch.rank() + 2);
    dims[batch.rank()] = left.dim(-2);
    dims[batch.rank() + 1] = right.dim(-1);
    return Shape.of(dims);
  }

  private static Shape leading(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }

  static List<Integer> axes(Shape shape, int... axes) {
    TreeSet<Integer> resolved = new TreeSet<>();
    for (int axis : axes) {
      if (!resolved.add(shape.axis(axis))) {
        throw new IllegalArgumentException(
            "Axis "
                + axis
                + " is reduced twice in shape "
                + shape
                + ", expected each axis once.\nMaybe a negative axis names the same one.");
      }
    }
    return List.copyOf(resolved);
  }

  static Shape keptAxes(Shape shape, List<Integer> axes) {
    int[] dims = shape.dims();
    for (int axis : axes) {
      dims[axis] = 1;
    }
    return Shape.of(dims);
  }

  static Shape withoutAxes(Shape shape, List<Integer> axes) {
    int[] dims = new int[shape.rank() - axes.size()];
    int next = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!axes.contains(axis)) {
        dims[next++] = shape.dim(axis);
      }
    }
    return Shape.of(dims);
  }

  /** Resolves a single −1 to the length that makes the sizes equal. */
  static Shape reshape(Shape from, int... dims) {
    int[] resolved = dims.clone();
    int unknown = -1;
    long known = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1 && unknown < 0) {
        unknown = i;
      } else {
        known *= dims[i];
      }
    }
    if (unknown >= 0 && known > 0 && from.size() % known == 0) {
      resolved[unknown] = length(from, from.size() / known);
      known = from.size();
    }
    if (known != from.size()) {
      throw new IllegalArgumentException(
          "reshape of "
              + from
              + " to "
              + Arrays.toString(dims)
              + ", expected the same number of elements, "
              + from.size()
              + ".\nMaybe the batch axis is missing; one length may be -1.");
    }
    return Shape.of(resolved);
  }

  private static int length(Shape from, long length) {
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "reshape of "
              + from
              + " makes an axis of "
              + length
              + " elements, expected at most "
              + Integer.MAX_VALUE
              + ".\nMaybe a length has a digit too many.");
    }
    return (int) length;
  }

  static Shape transpose(Shape from, List<Integer> order) {
    if (order.size() != from.rank() || new TreeSet<>(order).size() != from.rank()) {
      throw new IllegalArgumentException(
          "transpose of "
              + from
              + " by "
              + order
              + ", expected each axis exactly once.\nMaybe the batch axis is missing.");
    }
    return Shape.of(order.stream().mapToInt(from::dim).toArray());
  }

  static Shape concat(List<Tensor> parts, int axis) {
    Shape first = parts.get(0).shape();
    int length = 0;
    for (Tensor part : parts) {
      if (part.shape().rank() != first.rank()
          || !part.shape().with(axis, first.dim(axis)).equals(first)) {
        throw new IllegalArgumentException(
            "concat on axis "
                + axis
                + " of "
                + first
                + " and "
                + part.shape()
                + ", expected equal lengths on all other axes.\nMaybe another axis was meant.");
      }
      length += part.shape().dim(axis);
    }
    return first.with(axis, length);
  }

  static Shape conv2d(Shape input, Shape weights, Window window, int groups) {
    requireImage("conv2d", input);
    requireImage("conv2d weights", weights);
    boolean fits =
        groups >= 1
            && weights.dim(1) * groups == input.dim(1)
            && weights.dim(0) % groups == 0
            && window.positions(input.dim(2), weights.dim(2)) >= 1
            && window.positions(input.dim(3), weights.dim(3)) >= 1;
    if (!fits) {
      throw new IllegalArgumentException(
          "conv2d of "
              + input
              + " with weights "
              + weights
              + ", "
              + window
              + ", groups "
              + groups
              + ", expected (N, C, H, W) with (O, C / groups, kH, kW), O divisible by groups, and a"
              + " kernel that fits.\nMaybe the layer's input channels differ from the layer before"
              + " it.");
    }
    return Shape.of(
        input.dim(0),
        weights.dim(0),
        window.positions(input.dim(2), weights.dim(2)),
        window.positions(input.dim(3), weights.dim(3)));
  }

  static Shape pool2d(Shape input, int size, Window window) {
    requireImage("pooling", input);
    int height = window.positions(input.dim(2), size);
    int width = window.positions(input.dim(3), size);
    if (size < 1
        || height < 1
        || width < 1
        || window.padding() > size / 2
        || window.dilation() != 1) {
      throw new IllegalArgumentException(
          "pooling of "
              + input
              + " by "
              + size
              + " × "
              + size
              + ", "
              + window
              + ", expected a window that fits, a padding of at most half of it and dilation 1.\n"
              + "Maybe the image has been pooled too often.");
    }
    return Shape.of(input.dim(0), input.dim(1), height, width);
  }

  private static void requireImage(String what, Shape shape) {
    if (shape.rank() != 4) {
      throw new IllegalArgumentException(
          what
              + " was given shape "
              + shape
              + ", expected four axes (batch, channels, height, width).\n"
              + "Maybe a reshape of flat pixels is missing.");
    }
  }
}
