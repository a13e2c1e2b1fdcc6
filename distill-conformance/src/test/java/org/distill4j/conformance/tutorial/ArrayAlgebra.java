package org.distill4j.conformance.tutorial;

import java.util.List;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** What each primitive does to arrays. */
final class ArrayAlgebra implements Algebra<Value> {
  private final Tape tape;
  private final Leaves leaves;

  ArrayAlgebra(Tape tape, Leaves leaves) {
    this.tape = tape;
    this.leaves = leaves;
  }

  @Override
  public Value variable(Tensor node, Op.Variable op) {
    if (leaves.parameters().has(op.name())) {
      return Value.parameter(node.shape(), leaves.parameters().get(op.name()));
    }
    float[] elements = leaves.states().get(op.name());
    return tape.constant(node, i -> elements[i]);
  }

  @Override
  public Value feed(Tensor node, Op.Feed op) {
    return host(node, leaves.feeds().get(op.index()));
  }

  @Override
  public Value constant(Tensor node, Op.Constant op) {
    return host(node, op.value());
  }

  private Value host(Tensor node, HostTensor tensor) {
    return tape.constant(
        node,
        tensor.type() == DType.FLOAT32 ? i -> tensor.floats().get(i) : i -> tensor.ints().get(i));
  }

  @Override
  public Value scalar(Tensor node, Op.Scalar op) {
    return tape.constant(node, i -> leaves.scalars().get(op.index()));
  }

  @Override
  public Value literal(Tensor node, Op.Literal op) {
    return tape.constant(node, i -> op.value());
  }

  @Override
  public Value binary(Tensor node, Op.Binary op, Value left, Value right) {
    return Elementwise.binary(tape, node, op.kind(), left, right);
  }

  @Override
  public Value unary(Tensor node, Op.Unary op, Value input) {
    return Elementwise.unary(tape, node, op.kind(), input);
  }

  @Override
  public Value power(Tensor node, Op.Power op, Value input) {
    return Elementwise.power(tape, node, op.exponent(), input);
  }

  @Override
  public Value compare(Tensor node, Op.Compare op, Value left, Value right) {
    return Elementwise.compare(tape, node, op.kind(), left, right);
  }

  @Override
  public Value where(Tensor node, Value condition, Value yes, Value no) {
    return Elementwise.where(tape, node, condition, yes, no);
  }

  @Override
  public Value cast(Tensor node, Value input) {
    return tape.constant(node, input::at);
  }

  @Override
  public Value stopGradient(Tensor node, Value input) {
    return tape.constant(node, input::at);
  }

  @Override
  public Value reduce(Tensor node, Op.Reduce op, Value input) {
    return Reductions.reduce(tape, node, op, input);
  }

  @Override
  public Value argMax(Tensor node, Op.ArgMax op, Value input) {
    return Reductions.argMax(tape, node, op.axis(), input);
  }

  @Override
  public Value softmax(Tensor node, Op.Softmax op, Value input) {
    return Reductions.softmax(tape, node, op.axis(), input);
  }

  @Override
  public Value logSoftmax(Tensor node, Op.LogSoftmax op, Value input) {
    return Reductions.logSoftmax(tape, node, op.axis(), input);
  }

  @Override
  public Value reshape(Tensor node, Value input) {
    return pick(node, input, Places.walk(node.shape(), 0, Places.strides(node.shape())));
  }

  @Override
  public Value transpose(Tensor node, Op.Transpose op, Value input) {
    int[] strides = Places.strides(input.shape());
    int[] reordered = op.order().stream().mapToInt(axis -> strides[axis]).toArray();
    return pick(node, input, Places.walk(node.shape(), 0, reordered));
  }

  @Override
  public Value broadcastTo(Tensor node, Value input) {
    return pick(node, input, Places.repeat(input.shape(), node.shape()));
  }

  @Override
  public Value slice(Tensor node, Op.Slice op, Value input) {
    int[] strides = Places.strides(input.shape());
    return pick(node, input, Places.walk(node.shape(), op.from() * strides[op.axis()], strides));
  }

  @Override
  public Value gatherRows(Tensor node, Value table, Value ids) {
    int width = table.shape().dim(1);
    int[] places = new int[ids.size() * width];
    for (int i = 0; i < places.length; i++) {
      places[i] = ((int) ids.at(i / width)) * width + i % width;
    }
    return pick(node, table, places);
  }

  /** A result whose elements are elements of the input. */
  private Value pick(Tensor node, Value input, int[] places) {
    return tape.result(
        node,
        i -> input.at(places[i]),
        upstream -> {
          for (int i = 0; i < upstream.length; i++) {
            input.add(places[i], upstream[i]);
          }
        },
        input);
  }

  @Override
  public Value concat(Tensor node, Op.Concat op, List<Value> inputs) {
    int[] strides = Places.strides(node.shape());
    int[] owner = new int[Math.toIntExact(node.shape().size())];
    int[] place = new int[owner.length];
    int first = 0;
    for (int k = 0; k < inputs.size(); k++) {
      int[] walk = Places.walk(inputs.get(k).shape(), first, strides);
      for (int i = 0; i < walk.length; i++) {
        owner[walk[i]] = k;
        place[walk[i]] = i;
      }
      first += inputs.get(k).shape().dim(op.axis()) * strides[op.axis()];
    }
    return tape.result(
        node,
        i -> inputs.get(owner[i]).at(place[i]),
        upstream -> {
          for (int i = 0; i < upstream.length; i++) {
            inputs.get(owner[i]).add(place[i], upstream[i]);
          }
        },
        inputs.toArray(Value[]::new));
  }

  @Override
  public Value oneHot(Tensor node, Op.OneHot op, Value ids) {
    int depth = op.depth();
    return tape.constant(node, i -> ids.at(i / depth) == i % depth ? 1 : 0);
  }

  @Override
  public Value matMul(Tensor node, Op.MatMul op, Value left, Value right) {
    return Products.matMul(tape, node, left, right);
  }

  @Override
  public Value conv2d(Tensor node, Op.Conv2d op, Value input, Value weights) {
    return Windows.convolve(tape, node, op, input, weights);
  }

  @Override
  public Value pool2d(Tensor node, Op.Pool2d op, Value input) {
    return switch (op.kind()) {
      case MAX -> Windows.largest(tape, node, op, input);
      case AVERAGE -> Windows.average(tape, node, op, input);
    };
  }
}
