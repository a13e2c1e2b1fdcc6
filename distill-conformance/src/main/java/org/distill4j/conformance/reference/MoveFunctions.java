package org.distill4j.conformance.reference;

import java.util.List;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;

/** The primitives that move elements and change none. */
final class MoveFunctions {
  private MoveFunctions() {}

  static double[] transpose(DoubleArray input, Op.Transpose op, Shape shape) {
    int[] own = Indexing.strides(input.shape());
    int[] strides = op.order().stream().mapToInt(axis -> own[axis]).toArray();
    return pick(input.elements(), Indexing.of(shape, 0, strides));
  }

  static double[] broadcast(DoubleArray input, Shape shape) {
    return input.shape().equals(shape)
        ? input.elements()
        : pick(input.elements(), Indexing.broadcast(input.shape(), shape));
  }

  static double[] slice(DoubleArray input, Op.Slice op, Shape shape) {
    int[] strides = Indexing.strides(input.shape());
    return pick(input.elements(), Indexing.of(shape, op.from() * strides[op.axis()], strides));
  }

  static double[] pad(DoubleArray input, Op.Pad op, Shape shape) {
    double[] padded = DoubleArray.zeros(shape);
    put(input, op.before(), op.axis(), shape, padded);
    return padded;
  }

  static double[] concat(List<DoubleArray> inputs, int axis, Shape shape) {
    double[] joined = DoubleArray.zeros(shape);
    int from = 0;
    for (DoubleArray input : inputs) {
      put(input, from, axis, shape, joined);
      from += input.shape().dim(axis);
    }
    return joined;
  }

  /** Puts a tensor into a larger one, beginning at an index along an axis. */
  private static void put(DoubleArray input, int from, int axis, Shape shape, double[] into) {
    int[] strides = Indexing.strides(shape);
    int[] places = Indexing.of(input.shape(), from * strides[axis], strides);
    for (int i = 0; i < places.length; i++) {
      into[places[i]] = input.elements()[i];
    }
  }

  private static double[] pick(double[] from, int[] places) {
    double[] picked = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      picked[i] = from[places[i]];
    }
    return picked;
  }
}
