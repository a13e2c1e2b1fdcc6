package org.distill4j.conformance.reference;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** The primitives that move elements and change none, and the conversion of types. */
final class Moves {
  private Moves() {}

  static Value reshape(Tape tape, Shape shape, Value input) {
    return move(tape, shape, Indexing.of(shape, 0, Indexing.strides(shape)), input);
  }

  static Value transpose(Tape tape, Shape shape, Op.Transpose op, Value input) {
    int[] own = Indexing.strides(input.shape());
    int[] strides = op.order().stream().mapToInt(axis -> own[axis]).toArray();
    return move(tape, shape, Indexing.of(shape, 0, strides), input);
  }

  static Value broadcastTo(Tape tape, Shape shape, Value input) {
    return move(tape, shape, Indexing.broadcast(input.shape(), shape), input);
  }

  static Value slice(Tape tape, Shape shape, Op.Slice op, Value input) {
    int[] strides = Indexing.strides(input.shape());
    int offset = op.from() * strides[op.axis()];
    return move(tape, shape, Indexing.of(shape, offset, strides), input);
  }

  static Value concat(Tape tape, Shape shape, Op.Concat op, List<Value> inputs) {
    int[] strides = Indexing.strides(shape);
    double[] joined = new double[Math.toIntExact(shape.size())];
    List<Edge> edges = new ArrayList<>();
    int offset = 0;
    for (Value input : inputs) {
      int[] place = Indexing.of(input.shape(), offset, strides);
      offset += input.shape().dim(op.axis()) * strides[op.axis()];
      addPicked(input.elements(), identity(place.length), joined, place);
      edges.add(
          new Edge(
              input, (up, gradient) -> addPicked(up, place, gradient, identity(place.length))));
    }
    return tape.record(shape, joined, edges.toArray(new Edge[0]));
  }

  static Value stopGradient(Tape tape, Value input) {
    return tape.record(input.shape(), input.elements());
  }

  static Value cast(Tape tape, Tensor node, Value input) {
    double[] elements = input.elements().clone();
    if (node.type() == DType.INT32) {
      for (int i = 0; i < elements.length; i++) {
        elements[i] = (int) elements[i];
      }
    }
    return tape.record(input.shape(), elements);
  }

  static double[] pick(double[] from, int[] place) {
    double[] picked = new double[place.length];
    for (int i = 0; i < place.length; i++) {
      picked[i] = from[place[i]];
    }
    return picked;
  }

  /** A result each of whose elements is one of the input. */
  static Value move(Tape tape, Shape shape, int[] place, Value input) {
    Edge.Rule rule =
        (upstream, gradient) -> addPicked(upstream, identity(place.length), gradient, place);
    return tape.record(shape, pick(input.elements(), place), new Edge(input, rule));
  }

  private static void addPicked(double[] from, int[] read, double[] to, int[] write) {
    for (int i = 0; i < read.length; i++) {
      to[write[i]] += from[read[i]];
    }
  }

  private static int[] identity(int length) {
    return Indexing.of(Shape.of(length), 0, 1);
  }
}
