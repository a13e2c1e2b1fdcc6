package org.distill4j.conformance.reference;

import java.util.List;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Computes each primitive at once and writes it on a tape. */
class ReferenceAlgebra implements Algebra<Value> {
  private final Tape tape;
  private final Leaves leaves;

  ReferenceAlgebra(Tape tape, Leaves leaves) {
    this.tape = tape;
    this.leaves = leaves;
  }

  @Override
  public Value variable(Tensor node, Op.Variable op) {
    if (leaves.parameters().has(op.name())) {
      double[] elements = leaves.parameters().get(op.name());
      return new Value(node.shape(), elements, Value.Kind.DIFFERENTIABLE);
    }
    return tape.record(node.shape(), leaves.states().get(op.name()));
  }

  @Override
  public Value feed(Tensor node, Op.Feed op) {
    return tape.record(node.shape(), leaves.feeds().get(op.index()));
  }

  @Override
  public Value scalar(Tensor node, Op.Scalar op) {
    return number(node, leaves.scalars().get(op.index()));
  }

  @Override
  public Value literal(Tensor node, Op.Literal op) {
    return number(node, op.value());
  }

  private Value number(Tensor node, double value) {
    return tape.record(node.shape(), new double[] {value});
  }

  @Override
  public Value constant(Tensor node, Op.Constant op) {
    HostTensor value = op.value();
    return tape.record(node.shape(), Hosts.elements(value));
  }

  @Override
  public Value binary(Tensor node, Op.Binary op, Value left, Value right) {
    return Pairwise.binary(tape, node.shape(), op.kind(), left, right);
  }

  @Override
  public Value unary(Tensor node, Op.Unary op, Value input) {
    return Elementwise.unary(tape, op.kind(), input);
  }

  @Override
  public Value power(Tensor node, Op.Power op, Value input) {
    return Elementwise.power(tape, op.exponent(), input);
  }

  @Override
  public Value compare(Tensor node, Op.Compare op, Value left, Value right) {
    return Pairwise.compare(tape, node.shape(), op.kind(), left, right);
  }

  @Override
  public Value where(Tensor node, Value condition, Value yes, Value no) {
    return Pairwise.where(tape, node.shape(), condition, yes, no);
  }

  @Override
  public Value cast(Tensor node, Value input) {
    return Moves.cast(tape, node, input);
  }

  @Override
  public Value stopGradient(Tensor node, Value input) {
    return Moves.stopGradient(tape, input);
  }

  @Override
  public Value reduce(Tensor node, Op.Reduce op, Value input) {
    return Reductions.reduce(tape, op, input);
  }

  @Override
  public Value argMax(Tensor node, Op.ArgMax op, Value input) {
    return Reductions.argMax(tape, node.shape(), op, input);
  }

  @Override
  public Value softmax(Tensor node, Op.Softmax op, Value input) {
    return Reductions.softmax(tape, op.axis(), input);
  }

  @Override
  public Value logSoftmax(Tensor node, Op.LogSoftmax op, Value input) {
    return Reductions.logSoftmax(tape, op.axis(), input);
  }

  @Override
  public Value reshape(Tensor node, Value input) {
    return Moves.reshape(tape, node.shape(), input);
  }

  @Override
  public Value transpose(Tensor node, Op.Transpose op, Value input) {
    return Moves.transpose(tape, node.shape(), op, input);
  }

  @Override
  public Value broadcastTo(Tensor node, Value input) {
    return Moves.broadcastTo(tape, node.shape(), input);
  }

  @Override
  public Value slice(Tensor node, Op.Slice op, Value input) {
    return Moves.slice(tape, node.shape(), op, input);
  }

  @Override
  public Value concat(Tensor node, Op.Concat op, List<Value> inputs) {
    return Moves.concat(tape, node.shape(), op, inputs);
  }

  @Override
  public Value matMul(Tensor node, Op.MatMul op, Value left, Value right) {
    return Products.matMul(tape, node.shape(), left, right);
  }

  @Override
  public Value oneHot(Tensor node, Op.OneHot op, Value ids) {
    return Lookups.oneHot(tape, node.shape(), op.depth(), ids);
  }

  @Override
  public Value gatherRows(Tensor node, Value table, Value ids) {
    return Lookups.gatherRows(tape, node.shape(), table, ids);
  }

  @Override
  public Value conv2d(Tensor node, Op.Conv2d op, Value input, Value weights) {
    return Convolution.conv2d(tape, node.shape(), op, input, weights);
  }

  @Override
  public Value pool2d(Tensor node, Op.Pool2d op, Value input) {
    return Pooling.pool2d(tape, node.shape(), op, input);
  }
}
