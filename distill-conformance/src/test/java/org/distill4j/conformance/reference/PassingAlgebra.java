package org.distill4j.conformance.reference;

import java.util.List;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Passes every primitive on; subclasses break one. */
class PassingAlgebra implements Algebra<DoubleArray> {
  private final Algebra<DoubleArray> all;

  PassingAlgebra(Algebra<DoubleArray> all) {
    this.all = all;
  }

  @Override
  public DoubleArray variable(Tensor node, Op.Variable op) {
    return all.variable(node, op);
  }

  @Override
  public DoubleArray feed(Tensor node, Op.Feed op) {
    return all.feed(node, op);
  }

  @Override
  public DoubleArray scalar(Tensor node, Op.Scalar op) {
    return all.scalar(node, op);
  }

  @Override
  public DoubleArray literal(Tensor node, Op.Literal op) {
    return all.literal(node, op);
  }

  @Override
  public DoubleArray constant(Tensor node, Op.Constant op) {
    return all.constant(node, op);
  }

  @Override
  public DoubleArray binary(Tensor node, Op.Binary op, DoubleArray left, DoubleArray right) {
    return all.binary(node, op, left, right);
  }

  @Override
  public DoubleArray unary(Tensor node, Op.Unary op, DoubleArray input) {
    return all.unary(node, op, input);
  }

  @Override
  public DoubleArray power(Tensor node, Op.Power op, DoubleArray input) {
    return all.power(node, op, input);
  }

  @Override
  public DoubleArray compare(Tensor node, Op.Compare op, DoubleArray left, DoubleArray right) {
    return all.compare(node, op, left, right);
  }

  @Override
  public DoubleArray where(Tensor node, DoubleArray condition, DoubleArray yes, DoubleArray no) {
    return all.where(node, condition, yes, no);
  }

  @Override
  public DoubleArray cast(Tensor node, DoubleArray input) {
    return all.cast(node, input);
  }

  @Override
  public DoubleArray stopGradient(Tensor node, DoubleArray input) {
    return all.stopGradient(node, input);
  }

  @Override
  public DoubleArray reduce(Tensor node, Op.Reduce op, DoubleArray input) {
    return all.reduce(node, op, input);
  }

  @Override
  public DoubleArray argMax(Tensor node, Op.ArgMax op, DoubleArray input) {
    return all.argMax(node, op, input);
  }

  @Override
  public DoubleArray softmax(Tensor node, Op.Softmax op, DoubleArray input) {
    return all.softmax(node, op, input);
  }

  @Override
  public DoubleArray logSoftmax(Tensor node, Op.LogSoftmax op, DoubleArray input) {
    return all.logSoftmax(node, op, input);
  }

  @Override
  public DoubleArray reshape(Tensor node, DoubleArray input) {
    return all.reshape(node, input);
  }

  @Override
  public DoubleArray transpose(Tensor node, Op.Transpose op, DoubleArray input) {
    return all.transpose(node, op, input);
  }

  @Override
  public DoubleArray broadcastTo(Tensor node, DoubleArray input) {
    return all.broadcastTo(node, input);
  }

  @Override
  public DoubleArray slice(Tensor node, Op.Slice op, DoubleArray input) {
    return all.slice(node, op, input);
  }

  @Override
  public DoubleArray concat(Tensor node, Op.Concat op, List<DoubleArray> inputs) {
    return all.concat(node, op, inputs);
  }

  @Override
  public DoubleArray matMul(Tensor node, Op.MatMul op, DoubleArray left, DoubleArray right) {
    return all.matMul(node, op, left, right);
  }

  @Override
  public DoubleArray oneHot(Tensor node, Op.OneHot op, DoubleArray ids) {
    return all.oneHot(node, op, ids);
  }

  @Override
  public DoubleArray gatherRows(Tensor node, DoubleArray table, DoubleArray ids) {
    return all.gatherRows(node, table, ids);
  }

  @Override
  public DoubleArray conv2d(Tensor node, Op.Conv2d op, DoubleArray input, DoubleArray weights) {
    return all.conv2d(node, op, input, weights);
  }

  @Override
  public DoubleArray pool2d(Tensor node, Op.Pool2d op, DoubleArray input) {
    return all.pool2d(node, op, input);
  }

  @Override
  public DoubleArray pad(Tensor node, Op.Pad op, DoubleArray input) {
    return all.pad(node, op, input);
  }

  @Override
  public DoubleArray scatterAddRows(
      Tensor node, Op.ScatterAddRows op, DoubleArray values, DoubleArray ids) {
    return all.scatterAddRows(node, op, values, ids);
  }

  @Override
  public DoubleArray conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, DoubleArray gradient, DoubleArray weights) {
    return all.conv2dInputGradient(node, op, gradient, weights);
  }

  @Override
  public DoubleArray conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, DoubleArray gradient, DoubleArray input) {
    return all.conv2dWeightGradient(node, op, gradient, input);
  }

  @Override
  public DoubleArray pool2dGradient(
      Tensor node, Op.Pool2dGradient op, DoubleArray gradient, DoubleArray input) {
    return all.pool2dGradient(node, op, gradient, input);
  }

  @Override
  public DoubleArray pickMax2d(
      Tensor node, Op.PickMax2d op, DoubleArray values, DoubleArray input) {
    return all.pickMax2d(node, op, values, input);
  }

  @Override
  public List<DoubleArray> composite(Composite composite, List<DoubleArray> inputs) {
    return composite.interpret(this, inputs);
  }
}
