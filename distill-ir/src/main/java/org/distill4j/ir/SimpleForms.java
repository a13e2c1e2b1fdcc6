package org.distill4j.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Simpler forms of operations. */
final class SimpleForms {
  private SimpleForms() {}

  /** Returns the same value computed by other operations; empty if no simpler ones exist. */
  static Optional<Tensor> of(Tensor node) {
    Op op = node.op();
    if (op instanceof Op.Leaf) {
      return Optional.empty();
    }
    Tensor input = node.inputs().get(0);
    if (op instanceof Op.StopGradient) {
      return Optional.of(input);
    } else if (op instanceof Op.Unary unary && unary.kind() == Op.UnaryKind.GELU) {
      return Optional.of(gelu(input));
    } else if (op instanceof Op.Reduce reduce && reduce.kind() == Op.ReduceKind.MEAN) {
      return Optional.of(mean(reduce, input));
    } else if (op instanceof Op.Softmax softmax) {
      return Optional.of(input.logSoftmax(softmax.axis()).exp());
    } else if (op instanceof Op.LogSoftmax softmax) {
      return Optional.of(logSoftmax(softmax.axis(), input));
    } else if (op instanceof Op.ArgMax largest) {
      return Optional.of(argMax(largest.axis(), input).reshape(node.shape().dims()));
    } else if (op instanceof Op.OneHot ids) {
      return Optional.of(oneHot(ids.depth(), input));
    } else if (op instanceof Op.Pad pad) {
      return Optional.of(padded(input, pad.axis(), pad.before(), pad.after(), 0));
    }
    return SimpleImages.of(node);
  }

  private static Tensor gelu(Tensor x) {
    return x.mul(0.5).mul(x.mul(Math.sqrt(0.5)).erf().add(1));
  }

  private static Tensor mean(Op.Reduce op, Tensor x) {
    Tensor sum = x.sumKeep(op.axes().stream().mapToInt(axis -> axis).toArray());
    return sum.mul((double) sum.shape().size() / x.shape().size());
  }

  private static Tensor logSoftmax(int axis, Tensor x) {
    Tensor shifted = x.sub(x.maxKeep(axis));
    return shifted.sub(shifted.exp().sumKeep(axis).log());
  }

  /** Returns the least index of a largest element; float32 counts exactly up to 2²⁴. */
  private static Tensor argMax(int axis, Tensor x) {
    int length = x.shape().dim(axis);
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = i;
    }
    int[] dims = new int[x.shape().rank()];
    Arrays.fill(dims, 1);
    dims[axis] = length;
    Tensor index = Tensor.of(HostTensor.ofFloats(Shape.of(dims), numbers));
    Tensor ofLargest = x.equalTo(x.maxKeep(axis)).where(index, Tensor.of(length));
    // A NaN equals nothing, and is larger than any number.
    Tensor found = x.equalTo(x).where(ofLargest, index);
    return found.negate().maxKeep(axis).negate().toInt();
  }

  private static Tensor oneHot(int depth, Tensor ids) {
    int[] all = IntStream.range(0, depth).toArray();
    return ids.expandDims(-1).equalTo(Tensor.of(HostTensor.ofInts(Shape.of(depth), all))).toFloat();
  }

  /** Returns a tensor with numbers before and after the elements along an axis. */
  static Tensor padded(Tensor x, int axis, int before, int after, double number) {
    List<Tensor> parts = new ArrayList<>();
    strip(x, axis, before, number).ifPresent(parts::add);
    parts.add(x);
    strip(x, axis, after, number).ifPresent(parts::add);
    return Tensor.concat(axis, parts);
  }

  private static Optional<Tensor> strip(Tensor like, int axis, int length, double number) {
    return length == 0
        ? Optional.empty()
        : Optional.of(Tensor.of(number).broadcastTo(like.shape().with(axis, length).dims()));
  }
}
