package org.distill4j.conformance.reference;

import java.util.List;
import java.util.Objects;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Computes each primitive at once, in double precision. */
class ForwardAlgebra implements Algebra<DoubleArray> {
  private final RunInputs inputs;

  ForwardAlgebra(RunInputs inputs) {
    this.inputs = inputs;
  }

  /** Collects every primitive's result. */
  DoubleArray result(Tensor node, double... elements) {
    return new DoubleArray(node.shape(), elements);
  }

  @Override
  public DoubleArray variable(Tensor node, Op.Variable op) {
    return result(node, Objects.requireNonNull(inputs.variables().get(op.name()), op.name()));
  }

  @Override
  public DoubleArray feed(Tensor node, Op.Feed op) {
    return result(node, inputs.feeds().get(op.index()));
  }

  @Override
  public DoubleArray scalar(Tensor node, Op.Scalar op) {
    return result(node, inputs.scalars().get(op.index()));
  }

  @Override
  public DoubleArray literal(Tensor node, Op.Literal op) {
    return result(node, op.value());
  }

  @Override
  public DoubleArray constant(Tensor node, Op.Constant op) {
    return result(node, HostConversions.elements(op.value()));
  }

  @Override
  public DoubleArray binary(Tensor node, Op.Binary op, DoubleArray left, DoubleArray right) {
    return result(node, PairFunctions.zip(PairFunctions.of(op.kind()), left, right, node.shape()));
  }

  @Override
  public DoubleArray unary(Tensor node, Op.Unary op, DoubleArray input) {
    return result(node, UnaryFunctions.map(UnaryFunctions.of(op.kind()), input));
  }

  @Override
  public DoubleArray power(Tensor node, Op.Power op, DoubleArray input) {
    return result(node, UnaryFunctions.map(x -> Math.pow(x, op.exponent()), input));
  }

  @Override
  public DoubleArray compare(Tensor node, Op.Compare op, DoubleArray left, DoubleArray right) {
    return result(node, PairFunctions.zip(PairFunctions.of(op.kind()), left, right, node.shape()));
  }

  @Override
  public DoubleArray where(Tensor node, DoubleArray condition, DoubleArray yes, DoubleArray no) {
    return result(node, PairFunctions.where(condition, yes, no, node.shape()));
  }

  @Override
  public DoubleArray cast(Tensor node, DoubleArray input) {
    return node.type() == DType.INT32
        ? result(node, UnaryFunctions.map(x -> (int) x, input))
        : result(node, input.elements());
  }

  @Override
  public DoubleArray stopGradient(Tensor node, DoubleArray input) {
    return result(node, input.elements());
  }

  @Override
  public DoubleArray reduce(Tensor node, Op.Reduce op, DoubleArray input) {
    return result(node, AxisFunctions.reduce(input, op));
  }

  @Override
  public DoubleArray argMax(Tensor node, Op.ArgMax op, DoubleArray input) {
    return result(node, AxisFunctions.argMax(input, op.axis()));
  }

  @Override
  public DoubleArray softmax(Tensor node, Op.Softmax op, DoubleArray input) {
    return result(node, AxisFunctions.softmax(input, op.axis()));
  }

  @Override
  public DoubleArray logSoftmax(Tensor node, Op.LogSoftmax op, DoubleArray input) {
    return result(node, AxisFunctions.logSoftmax(input, op.axis()));
  }

  @Override
  public DoubleArray reshape(Tensor node, DoubleArray input) {
    return result(node, input.elements());
  }

  @Override
  public DoubleArray transpose(Tensor node, Op.Transpose op, DoubleArray input) {
    return result(node, MoveFunctions.transpose(input, op, node.shape()));
  }

  @Override
  public DoubleArray broadcastTo(Tensor node, DoubleArray input) {
    return result(node, MoveFunctions.broadcast(input, node.shape()));
  }

  @Override
  public DoubleArray slice(Tensor node, Op.Slice op, DoubleArray input) {
    return result(node, MoveFunctions.slice(input, op, node.shape()));
  }

  @Override
  public DoubleArray pad(Tensor node, Op.Pad op, DoubleArray input) {
    return result(node, MoveFunctions.pad(input, op, node.shape()));
  }

  @Override
  public DoubleArray concat(Tensor node, Op.Concat op, List<DoubleArray> parts) {
    return result(node, MoveFunctions.concat(parts, op.axis(), node.shape()));
  }

  @Override
  public DoubleArray matMul(Tensor node, Op.MatMul op, DoubleArray left, DoubleArray right) {
    return result(node, DoubleMatrixProduct.of(left, right, op, node.shape()));
  }

  @Override
  public DoubleArray oneHot(Tensor node, Op.OneHot op, DoubleArray ids) {
    return result(node, RowTables.oneHot(ids, op.depth(), node.shape()));
  }

  @Override
  public DoubleArray gatherRows(Tensor node, DoubleArray table, DoubleArray ids) {
    return result(node, RowTables.gather(table, ids, node.shape()));
  }

  @Override
  public DoubleArray scatterAddRows(
      Tensor node, Op.ScatterAddRows op, DoubleArray values, DoubleArray ids) {
    return result(node, RowTables.scatterAdd(values, ids, node.shape()));
  }

  @Override
  public DoubleArray conv2d(Tensor node, Op.Conv2d op, DoubleArray input, DoubleArray weights) {
    return result(node, ConvolutionSums.forward(input, weights, op, node.shape()));
  }

  @Override
  public DoubleArray conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, DoubleArray gradient, DoubleArray weights) {
    return result(node, ConvolutionSums.inInput(gradient, weights, op, node.shape()));
  }

  @Override
  public DoubleArray conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, DoubleArray gradient, DoubleArray input) {
    return result(node, ConvolutionSums.inWeights(gradient, input, op, node.shape()));
  }

  @Override
  public DoubleArray pool2d(Tensor node, Op.Pool2d op, DoubleArray input) {
    return result(node, PoolWindows.pool(input, op, node.shape()));
  }

  @Override
  public DoubleArray pool2dGradient(
      Tensor node, Op.Pool2dGradient op, DoubleArray gradient, DoubleArray input) {
    return result(node, PoolWindows.gradient(gradient, input, op));
  }

  @Override
  public DoubleArray pickMax2d(
      Tensor node, Op.PickMax2d op, DoubleArray values, DoubleArray input) {
    return result(node, PoolWindows.pickMax(values, input, op, node.shape()));
  }
}
