package org.distill4j.conformance.reference;

import java.util.List;
import java.util.Objects;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Computes each primitive at once, in double precision. */
class ForwardAlgebra implements Algebra<Doubles> {
  private final RunInputs inputs;

  ForwardAlgebra(RunInputs inputs) {
    this.inputs = inputs;
  }

  /** Every primitive's result passes through here. */
  Doubles result(Tensor node, double... elements) {
    return new Doubles(node.shape(), elements);
  }

  @Override
  public Doubles variable(Tensor node, Op.Variable op) {
    return result(node, Objects.requireNonNull(inputs.variables().get(op.name()), op.name()));
  }

  @Override
  public Doubles feed(Tensor node, Op.Feed op) {
    return result(node, inputs.feeds().get(op.index()));
  }

  @Override
  public Doubles scalar(Tensor node, Op.Scalar op) {
    return result(node, inputs.scalars().get(op.index()));
  }

  @Override
  public Doubles literal(Tensor node, Op.Literal op) {
    return result(node, op.value());
  }

  @Override
  public Doubles constant(Tensor node, Op.Constant op) {
    return result(node, Hosts.elements(op.value()));
  }

  @Override
  public Doubles binary(Tensor node, Op.Binary op, Doubles left, Doubles right) {
    return result(node, PairFunctions.zip(PairFunctions.of(op.kind()), left, right, node.shape()));
  }

  @Override
  public Doubles unary(Tensor node, Op.Unary op, Doubles input) {
    return result(node, UnaryFunctions.map(UnaryFunctions.of(op.kind()), input));
  }

  @Override
  public Doubles power(Tensor node, Op.Power op, Doubles input) {
    return result(node, UnaryFunctions.map(x -> Math.pow(x, op.exponent()), input));
  }

  @Override
  public Doubles compare(Tensor node, Op.Compare op, Doubles left, Doubles right) {
    return result(node, PairFunctions.zip(PairFunctions.of(op.kind()), left, right, node.shape()));
  }

  @Override
  public Doubles where(Tensor node, Doubles condition, Doubles yes, Doubles no) {
    return result(node, PairFunctions.where(condition, yes, no, node.shape()));
  }

  @Override
  public Doubles cast(Tensor node, Doubles input) {
    return node.type() == DType.INT32
        ? result(node, UnaryFunctions.map(x -> (int) x, input))
        : result(node, input.elements());
  }

  @Override
  public Doubles stopGradient(Tensor node, Doubles input) {
    return result(node, input.elements());
  }

  @Override
  public Doubles reduce(Tensor node, Op.Reduce op, Doubles input) {
    return result(node, AxisFunctions.reduce(input, op));
  }

  @Override
  public Doubles argMax(Tensor node, Op.ArgMax op, Doubles input) {
    return result(node, AxisFunctions.argMax(input, op.axis()));
  }

  @Override
  public Doubles softmax(Tensor node, Op.Softmax op, Doubles input) {
    return result(node, AxisFunctions.softmax(input, op.axis()));
  }

  @Override
  public Doubles logSoftmax(Tensor node, Op.LogSoftmax op, Doubles input) {
    return result(node, AxisFunctions.logSoftmax(input, op.axis()));
  }

  @Override
  public Doubles reshape(Tensor node, Doubles input) {
    return result(node, input.elements());
  }

  @Override
  public Doubles transpose(Tensor node, Op.Transpose op, Doubles input) {
    return result(node, Placements.transpose(input, op, node.shape()));
  }

  @Override
  public Doubles broadcastTo(Tensor node, Doubles input) {
    return result(node, Placements.broadcast(input, node.shape()));
  }

  @Override
  public Doubles slice(Tensor node, Op.Slice op, Doubles input) {
    return result(node, Placements.slice(input, op, node.shape()));
  }

  @Override
  public Doubles pad(Tensor node, Op.Pad op, Doubles input) {
    return result(node, Placements.pad(input, op, node.shape()));
  }

  @Override
  public Doubles concat(Tensor node, Op.Concat op, List<Doubles> parts) {
    return result(node, Placements.concat(parts, op.axis(), node.shape()));
  }

  @Override
  public Doubles matMul(Tensor node, Op.MatMul op, Doubles left, Doubles right) {
    return result(node, MatrixProduct.of(left, right, op, node.shape()));
  }

  @Override
  public Doubles oneHot(Tensor node, Op.OneHot op, Doubles ids) {
    return result(node, RowTables.oneHot(ids, op.depth(), node.shape()));
  }

  @Override
  public Doubles gatherRows(Tensor node, Doubles table, Doubles ids) {
    return result(node, RowTables.gather(table, ids, node.shape()));
  }

  @Override
  public Doubles scatterAddRows(Tensor node, Op.ScatterAddRows op, Doubles values, Doubles ids) {
    return result(node, RowTables.scatterAdd(values, ids, node.shape()));
  }

  @Override
  public Doubles conv2d(Tensor node, Op.Conv2d op, Doubles input, Doubles weights) {
    return result(node, ConvolutionSums.forward(input, weights, op, node.shape()));
  }

  @Override
  public Doubles conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, Doubles gradient, Doubles weights) {
    return result(node, ConvolutionSums.inInput(gradient, weights, op, node.shape()));
  }

  @Override
  public Doubles conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, Doubles gradient, Doubles input) {
    return result(node, ConvolutionSums.inWeights(gradient, input, op, node.shape()));
  }

  @Override
  public Doubles pool2d(Tensor node, Op.Pool2d op, Doubles input) {
    return result(node, PoolWindows.pool(input, op, node.shape()));
  }

  @Override
  public Doubles pool2dGradient(
      Tensor node, Op.Pool2dGradient op, Doubles gradient, Doubles input) {
    return result(node, PoolWindows.gradient(gradient, input, op));
  }

  @Override
  public Doubles pickMax2d(Tensor node, Op.PickMax2d op, Doubles values, Doubles input) {
    return result(node, PoolWindows.pickMax(values, input, op, node.shape()));
  }
}
