package org.distill4j.jvm;

import java.util.List;
import java.util.Set;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Lays down the steps of each primitive. Truth values are floats, 1 for true and 0 for false. */
final class PlanAlgebra implements Algebra<Value> {
  private final StepList steps;
  private final PlanInputs inputs;
  private final FactorSteps factors;
  private final SoftmaxSteps softmaxes;
  private final PlanComposites composites;

  PlanAlgebra(StepList steps, PlanInputs inputs, Set<Composite> unreadProbabilities) {
    this.steps = steps;
    this.inputs = inputs;
    this.factors = new FactorSteps(steps);
    this.softmaxes = new SoftmaxSteps(steps);
    this.composites = new PlanComposites(steps, softmaxes, unreadProbabilities);
  }

  @Override
  public Value variable(Tensor node, Op.Variable op) {
    return inputs.variable(node, op);
  }

  @Override
  public Value feed(Tensor node, Op.Feed op) {
    return inputs.feed(node, op);
  }

  @Override
  public Value scalar(Tensor node, Op.Scalar op) {
    return inputs.scalar(node, op);
  }

  @Override
  public Value literal(Tensor node, Op.Literal op) {
    return inputs.literal(node, op.value());
  }

  @Override
  public Value constant(Tensor node, Op.Constant op) {
    return inputs.constant(node, op);
  }

  @Override
  public Value binary(Tensor node, Op.Binary op, Value left, Value right) {
    return steps.elementwise(node.shape(), BlockLoop.of(BinaryLoops.of(op.kind())), left, right);
  }

  @Override
  public Value unary(Tensor node, Op.Unary op, Value input) {
    return switch (op.kind()) {
      case EXP -> softmaxes.exp(input);
      case GELU -> steps.elementwise(NormalFormulas.gelu(node.shape(), input));
      case ERF -> steps.elementwise(NormalFormulas.erf(node.shape(), input));
      default -> steps.elementwise(node.shape(), BlockLoop.of(UnaryLoops.of(op.kind())), input);
    };
  }

  @Override
  public Value power(Tensor node, Op.Power op, Value input) {
    return steps.elementwise(node.shape(), BlockLoop.of(UnaryLoops.power(op.exponent())), input);
  }

  @Override
  public Value compare(Tensor node, Op.Compare op, Value left, Value right) {
    return left.type() == DType.INT32
        ? LookupSteps.compare(steps, op.kind(), left, right, node.shape())
        : steps.elementwise(
            node.shape(), BlockLoop.of(ComparisonLoops.compare(op.kind())), left, right);
  }

  @Override
  public Value where(Tensor node, Value condition, Value yes, Value no) {
    return steps.elementwise(node.shape(), ComparisonLoops::where, condition, yes, no);
  }

  @Override
  public Value cast(Tensor node, Value input) {
    boolean same = input.type() == DType.FLOAT32 && node.type() != DType.INT32;
    return same ? input : LookupSteps.cast(steps, node.type(), input);
  }

  @Override
  public Value stopGradient(Tensor node, Value input) {
    return input;
  }

  @Override
  public Value reduce(Tensor node, Op.Reduce op, Value input) {
    return ReductionSteps.reduce(steps, op.kind(), input, node.shape());
  }

  @Override
  public Value argMax(Tensor node, Op.ArgMax op, Value input) {
    return ReductionSteps.argMax(steps, input, op.axis(), node.shape());
  }

  @Override
  public Value softmax(Tensor node, Op.Softmax op, Value input) {
    return softmaxes.softmax(input, op.axis());
  }

  @Override
  public Value logSoftmax(Tensor node, Op.LogSoftmax op, Value input) {
    return softmaxes.logSoftmax(input, op.axis());
  }

  @Override
  public Value reshape(Tensor node, Value input) {
    return input.as(node.shape());
  }

  @Override
  public Value transpose(Tensor node, Op.Transpose op, Value input) {
    return factors.transpose(input, op.order());
  }

  @Override
  public Value broadcastTo(Tensor node, Value input) {
    return MoveSteps.broadcastTo(steps, input, node.shape());
  }

  @Override
  public Value slice(Tensor node, Op.Slice op, Value input) {
    return MoveSteps.slice(steps, input, op.axis(), op.from(), node.shape());
  }

  @Override
  public Value pad(Tensor node, Op.Pad op, Value input) {
    return MoveSteps.pad(steps, input, op.axis(), op.before(), node.shape());
  }

  @Override
  public Value concat(Tensor node, Op.Concat op, List<Value> values) {
    return MoveSteps.concat(steps, values, op.axis(), node.shape());
  }

  @Override
  public Value matMul(Tensor node, Op.MatMul op, Value left, Value right) {
    return factors.multiply(op, left, right, node.shape());
  }

  @Override
  public Value oneHot(Tensor node, Op.OneHot op, Value ids) {
    return LookupSteps.oneHot(steps, ids, op.depth(), node.shape());
  }

  @Override
  public Value gatherRows(Tensor node, Value table, Value ids) {
    return LookupSteps.gatherRows(steps, table, ids, node.shape());
  }

  @Override
  public Value scatterAddRows(Tensor node, Op.ScatterAddRows op, Value values, Value ids) {
    return LookupSteps.scatterRows(steps, ids, values, node.shape());
  }

  @Override
  public Value conv2d(Tensor node, Op.Conv2d op, Value input, Value weights) {
    Convolution sizes = Convolution.of(input.shape(), weights.shape(), op.window(), op.groups());
    return ConvolutionSteps.convolve(steps, sizes, input, weights, node.shape());
  }

  @Override
  public Value conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, Value gradient, Value weights) {
    Convolution sizes = Convolution.of(node.shape(), weights.shape(), op.window(), op.groups());
    return ConvolutionSteps.inputGradient(steps, sizes, weights, gradient, node.shape());
  }

  @Override
  public Value conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, Value gradient, Value input) {
    Convolution sizes = Convolution.of(input.shape(), node.shape(), op.window(), op.groups());
    return ConvolutionSteps.weightGradient(steps, sizes, input, gradient, node.shape());
  }

  @Override
  public Value pool2d(Tensor node, Op.Pool2d op, Value input) {
    PoolLoops loops = PoolLoops.of(input.shape(), op.size(), op.window());
    return PoolSteps.pool(steps, op.kind(), loops, input, node.shape());
  }

  @Override
  public Value pool2dGradient(Tensor node, Op.Pool2dGradient op, Value gradient, Value input) {
    PoolLoops loops = PoolLoops.of(input.shape(), op.size(), op.window());
    return op.kind() == Op.PoolKind.MAX
        ? PoolSteps.maxGradient(steps, loops, input, gradient)
        : PoolSteps.averageGradient(steps, loops, gradient, node.shape());
  }

  @Override
  public Value pickMax2d(Tensor node, Op.PickMax2d op, Value values, Value input) {
    PoolLoops loops = PoolLoops.of(input.shape(), op.size(), op.window());
    return PoolSteps.pickMax(steps, loops, values, input, node.shape());
  }

  @Override
  public List<Value> composite(Composite composite, List<Value> values) {
    return composites.whole(composite, values).orElseGet(() -> composite.interpret(this, values));
  }
}
