package org.distill4j.tensorflow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.tensorflow.Output;

/**
 * Remembers which images are also there with their channels last, as TensorFlow's kernels want
 * them. Elementwise operations and reductions then stay in that order, so that a chain of
 * convolutions moves no image to and fro; a form that nobody uses is never computed.
 */
final class TfLayouts {
  private static final int[] TO_LAST = {0, 2, 3, 1};
  private static final int[] TO_FIRST = {0, 3, 1, 2};

  private final TfNodes nodes;
  private final Map<Output<?>, Output<?>> channelsLast = new HashMap<>();

  TfLayouts(TfNodes nodes) {
    this.nodes = nodes;
  }

  /** An image (N, C, H, W) as (N, H, W, C). */
  Output<?> last(Shape shape, Output<?> image) {
    Output<?> known = channelsLast.get(image);
    return known != null ? known : permuted(shape, image, TO_LAST);
  }

  /** An image (N, H, W, C) as the (N, C, H, W) that the node stands for. */
  Output<?> first(Tensor node, Output<?> image) {
    Shape last = permuted(node.shape(), TO_LAST);
    Output<?> result = permuted(last, image, TO_FIRST);
    channelsLast.put(result, image);
    return result;
  }

  /** Applies an elementwise function in the order in which the operand is there. */
  Output<?> map(Tensor node, Output<?> input, UnaryOperator<Output<?>> function) {
    Output<?> known = channelsLast.get(input);
    return known == null ? function.apply(input) : first(node, function.apply(known));
  }

  /** Applies a function with broadcasting in the order in which an operand is there. */
  Output<?> combine(
      Tensor node, Output<?> left, Output<?> right, BinaryOperator<Output<?>> function) {
    if (channelsLast.containsKey(left) || channelsLast.containsKey(right)) {
      Optional<Output<?>> leftLast = operand(node.inputs().get(0).shape(), left);
      Optional<Output<?>> rightLast = operand(node.inputs().get(1).shape(), right);
      if (leftLast.isPresent() && rightLast.isPresent()) {
        return first(node, function.apply(leftLast.get(), rightLast.get()));
      }
    }
    return function.apply(left, right);
  }

  /** Applies a function along axes of (N, C, H, W) in the order in which the operand is there. */
  Output<?> alongAxes(Tensor node, Output<?> input, int[] axes, Reduction function) {
    Output<?> known = channelsLast.get(input);
    if (known == null) {
      return function.apply(input, axes);
    }
    int[] moved = Arrays.stream(axes).map(axis -> TO_FIRST[axis]).toArray();
    return first(node, function.apply(known, moved));
  }

  /** What is done to a tensor along some of its axes, which stay with length one. */
  interface Reduction {
    Output<?> apply(Output<?> input, int[] axes);
  }

  private Optional<Output<?>> operand(Shape shape, Output<?> value) {
    if (shape.rank() == 0 || channelsLast.containsKey(value)) {
      return Optional.of(channelsLast.getOrDefault(value, value));
    } else if (shape.rank() == 4) {
      return Optional.of(last(shape, value));
    }
    return Optional.empty();
  }

  private Output<?> permuted(Shape shape, Output<?> image, int[] order) {
    return moves(shape, order)
        ? nodes.transpose(image, order)
        : nodes.reshape(image, permuted(shape, order).dims());
  }

  /** Whether values change places, and not axes of length one alone. */
  private static boolean moves(Shape shape, int[] order) {
    int[] longer = Arrays.stream(order).filter(axis -> shape.dim(axis) > 1).toArray();
    return !Arrays.equals(longer, Arrays.stream(longer).sorted().toArray());
  }

  private static Shape permuted(Shape shape, int[] order) {
    return Shape.of(Arrays.stream(order).map(shape::dim).toArray());
  }
}
