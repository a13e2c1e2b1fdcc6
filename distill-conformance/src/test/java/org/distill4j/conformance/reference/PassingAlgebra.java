package org.distill4j.conformance.reference;

import java.util.List;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Passes every primitive on; subclasses break one. */
class PassingAlgebra implements Algebra<Doubles> {
  private final Algebra<Doubles> all;

  PassingAlgebra(Algebra<Doubles> all) {
    this.all = all;
  }

  @Override
  public Doubles variable(Tensor node, Op.Variable op) {
    return all.variable(node, op);
  }

  @Override
  public Doubles feed(Tensor node, Op.Feed op) {
    return all.feed(node, op);
  }

  @Override
  public Doubles scalar(Tensor node, Op.Scalar op) {
    return all.scalar(node, op);
  }

  @Override
  public Doubles literal(Tensor node, Op.Literal op) {
    return all.literal(node, op);
  }

  @Override
  public Doubles constant(Tensor node, Op.Constant op) {
    return all.constant(node, op);
  }

  @Override
  public Doubles binary(Tensor node, Op.Binary op, Doubles left, Doubles right) {
    return all.binary(node, op, left, right);
  }

  @Override
  public Doubles unary(Tensor node, Op.Unary op, Doubles input) {
    return all.unary(node, op, input);
  }

  @Override
  public Doubles power(Tensor node, Op.Power op, Doubles input) {
    return all.power(node, op, input);
  }

  @Override
  public Doubles compare(Tensor node, Op.Compare op, Doubles left, Doubles right) {
    return all.compare(node, op, left, right);
  }

  @Override
  public Doubles where(Tensor node, Doubles condition, Doubles yes, Doubles no) {
    return all.where(node, condition, yes, no);
  }

  @Override
  public Doubles cast(Tensor node, Doubles input) {
    return all.cast(node, input);
  }

  @Override
  public Doubles stopGradient(Tensor node, Doubles input) {
    return all.stopGradient(node, input);
  }

  @Override
  public Doubles reduce(Tensor node, Op.Reduce op, Doubles input) {
    return all.reduce(node, op, input);
  }

  @Override
  public Doubles argMax(Tensor node, Op.ArgMax op, Doubles input) {
    return all.argMax(node, op, input);
  }

  @Override
  public Doubles softmax(Tensor node, Op.Softmax op, Doubles input) {
    return all.softmax(node, op, input);
  }

  @Override
  public Doubles logSoftmax(Tensor node, Op.LogSoftmax op, Doubles input) {
    return all.logSoftmax(node, op, input);
  }

  @Override
  public Doubles reshape(Tensor node, Doubles input) {
    return all.reshape(node, input);
  }

  @Override
  public Doubles transpose(Tensor node, Op.Transpose op, Doubles input) {
    return all.transpose(node, op, input);
  }

  @Override
  public Doubles broadcastTo(Tensor node, Doubles input) {
    return all.broadcastTo(node, input);
  }

  @Override
  public Doubles slice(Tensor node, Op.Slice op, Doubles input) {
    return all.slice(node, op, input);
  }

  @Override
  public Doubles concat(Tensor node, Op.Concat op, List<Doubles> inputs) {
    return all.concat(node, op, inputs);
  }

  @Override
  public Doubles matMul(Tensor node, Op.MatMul op, Doubles left, Doubles right) {
    return all.matMul(node, op, left, right);
  }

  @Override
  public Doubles oneHot(Tensor node, Op.OneHot op, Doubles ids) {
    return all.oneHot(node, op, ids);
  }

  @Override
  public Doubles gatherRows(Tensor node, Doubles table, Doubles ids) {
    return all.gatherRows(node, table, ids);
  }

  @Override
  public Doubles conv2d(Tensor node, Op.Conv2d op, Doubles input, Doubles weights) {
    return all.conv2d(node, op, input, weights);
  }

  @Override
  public Doubles pool2d(Tensor node, Op.Pool2d op, Doubles input) {
    return all.pool2d(node, op, input);
  }

  @Override
  public Doubles pad(Tensor node, Op.Pad op, Doubles input) {
    return all.pad(node, op, input);
  }

  @Override
  public Doubles scatterAddRows(Tensor node, Op.ScatterAddRows op, Doubles values, Doubles ids) {
    return all.scatterAddRows(node, op, values, ids);
  }

  @Override
  public Doubles conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, Doubles gradient, Doubles weights) {
    return all.conv2dInputGradient(node, op, gradient, weights);
  }

  @Override
  public Doubles conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, Doubles gradient, Doubles input) {
    return all.conv2dWeightGradient(node, op, gradient, input);
  }

  @Override
  public Doubles pool2dGradient(
      Tensor node, Op.Pool2dGradient op, Doubles gradient, Doubles input) {
    return all.pool2dGradient(node, op, gradient, input);
  }

  @Override
  public Doubles pickMax2d(Tensor node, Op.PickMax2d op, Doubles values, Doubles input) {
    return all.pickMax2d(node, op, values, input);
  }

  @Override
  public List<Doubles> composite(Composite composite, List<Doubles> inputs) {
    return composite.interpret(this, inputs);
  }
}
