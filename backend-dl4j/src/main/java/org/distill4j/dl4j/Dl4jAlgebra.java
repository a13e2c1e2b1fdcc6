package org.distill4j.dl4j;

import java.util.IdentityHashMap;
import java.util.List;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Lays down the steps of each primitive, and the rule of its gradient. */
final class Dl4jAlgebra implements Algebra<Value> {
  private final Tape tape;
  private final Leaves leaves;
  private final Gradients gradients;

  /** The softmax that was computed along with each of its logarithms. */
  private final IdentityHashMap<Value, Value> softmaxes = new IdentityHashMap<>();

  Dl4jAlgebra(Tape tape, Leaves leaves, Gradients gradients) {
    this.tape = tape;
    this.leaves = leaves;
    this.gradients = gradients;
  }

  @Override
  public Value variable(Tensor node, Op.Variable op) {
    return leaves.variable(node, op);
  }

  @Override
  public Value feed(Tensor node, Op.Feed op) {
    return leaves.feed(node, op);
  }

  @Override
  public Value scalar(Tensor node, Op.Scalar op) {
    return leaves.scalar(node, op);
  }

  @Override
  public Value literal(Tensor node, Op.Literal op) {
    return leaves.literal(node, op);
  }

  @Override
  public Value constant(Tensor node, Op.Constant op) {
    return leaves.constant(node, op);
  }

  @Override
  public Value binary(Tensor node, Op.Binary op, Value left, Value right) {
    Value y = Elementwise.binary(tape, op.kind(), left, right);
    new BinaryRule(tape, gradients, op.kind(), left, right, y).record();
    return y;
  }

  @Override
  public Value unary(Tensor node, Op.Unary op, Value input) {
    Value y =
        op.kind() == Op.UnaryKind.EXP && softmaxes.containsKey(input)
            ? softmaxes.get(input).as(node.shape())
            : Elementwise.unary(tape, op.kind(), input);
    Value read = Slopes.ofResult(op.kind()) ? y : input;
    PairLoop slope = Slopes.of(op.kind());
    tape.rule(y, g -> gradients.add(input, () -> Elementwise.pair(tape, slope, read, g)));
    return y;
  }

  @Override
  public Value power(Tensor node, Op.Power op, Value input) {
    Value y = Elementwise.map(tape, Maps.power(op.exponent()), input);
    PairLoop slope = Slopes.power(op.exponent());
    tape.rule(y, g -> gradients.add(input, () -> Elementwise.pair(tape, slope, input, g)));
    return y;
  }

  @Override
  public Value compare(Tensor node, Op.Compare op, Value left, Value right) {
    return Elementwise.compare(tape, op.kind(), left, right);
  }

  @Override
  public Value where(Tensor node, Value condition, Value yes, Value no) {
    Value y = Elementwise.where(tape, condition, yes, no);
    Value zero = Elementwise.zero();
    tape.rule(
        y,
        g -> {
          gradients.add(yes, () -> unbroadcast(Elementwise.where(tape, condition, g, zero), yes));
          gradients.add(no, () -> unbroadcast(Elementwise.where(tape, condition, zero, g), no));
        });
    return y;
  }

  private Value unbroadcast(Value gradient, Value input) {
    return Reductions.unbroadcast(tape, gradient, input.shape());
  }

  @Override
  public Value cast(Tensor node, Value input) {
    return Elementwise.cast(tape, node.type(), input).detached();
  }

  @Override
  public Value stopGradient(Tensor node, Value input) {
    return input.detached();
  }

  @Override
  public Value reduce(Tensor node, Op.Reduce op, Value input) {
    return switch (op.kind()) {
      case SUM -> sum(node, input);
      case MEAN -> mean(node, input);
      case MAX -> max(node, input);
    };
  }

  private Value sum(Tensor node, Value input) {
    Value y = Reductions.sum(tape, input, node.shape());
    tape.rule(y, g -> gradients.add(input, () -> Moves.broadcastTo(tape, g, input.shape())));
    return y;
  }

  private Value mean(Tensor node, Value input) {
    double share = (double) node.shape().size() / input.size();
    Value y = Elementwise.scale(tape, Reductions.sum(tape, input, node.shape()), share);
    tape.rule(
        y,
        g ->
            gradients.add(
                input,
                () -> Moves.broadcastTo(tape, Elementwise.scale(tape, g, share), input.shape())));
    return y;
  }

  private Value max(Tensor node, Value input) {
    Value y = Reductions.max(tape, input, node.shape());
    tape.rule(y, g -> gradients.add(input, () -> Reductions.maxGradient(tape, input, y, g)));
    return y;
  }

  @Override
  public Value argMax(Tensor node, Op.ArgMax op, Value input) {
    return Reductions.argMax(tape, input, op.axis(), node.shape());
  }

  @Override
  public Value softmax(Tensor node, Op.Softmax op, Value input) {
    Value y = Softmaxes.softmax(tape, input, op.axis());
    tape.rule(y, g -> gradients.add(input, () -> Softmaxes.softmaxGradient(tape, y, g, op.axis())));
    return y;
  }

  @Override
  public Value logSoftmax(Tensor node, Op.LogSoftmax op, Value input) {
    Tape.Pair made = Softmaxes.logSoftmax(tape, input, op.axis());
    Value softmax = made.second();
    tape.rule(
        made.first(),
        g -> gradients.add(input, () -> Softmaxes.logSoftmaxGradient(tape, softmax, g, op.axis())));
    softmaxes.put(made.first(), softmax);
    return made.first();
  }

  @Override
  public Value reshape(Tensor node, Value input) {
    Value y = input.as(node.shape());
    tape.rule(y, g -> gradients.add(input, () -> g.as(input.shape())));
    return y;
  }

  @Override
  public Value transpose(Tensor node, Op.Transpose op, Value input) {
    Value y = Moves.transpose(tape, input, op.order(), node.shape());
    List<Integer> back = Orders.inverse(op.order());
    Value named = Orders.swapsLastTwo(op.order()) ? y.swapOf(input) : y;
    tape.rule(
        named, g -> gradients.add(input, () -> Moves.transpose(tape, g, back, input.shape())));
    return named;
  }

  @Override
  public Value broadcastTo(Tensor node, Value input) {
    Value y = Moves.broadcastTo(tape, input, node.shape());
    tape.rule(y, g -> gradients.add(input, () -> unbroadcast(g, input)));
    return y;
  }

  @Override
  public Value slice(Tensor node, Op.Slice op, Value input) {
    Value y = Moves.slice(tape, input, op.axis(), op.from(), node.shape());
    tape.rule(
        y,
        g -> gradients.add(input, () -> Moves.pad(tape, g, op.axis(), op.from(), input.shape())));
    return y;
  }

  @Override
  public Value concat(Tensor node, Op.Concat op, List<Value> inputs) {
    Value y = Moves.concat(tape, inputs, op.axis(), node.shape());
    tape.rule(
        y,
        g -> {
          int at = 0;
          for (Value input : inputs) {
            int from = at;
            gradients.add(input, () -> Moves.slice(tape, g, op.axis(), from, input.shape()));
            at += input.shape().dim(op.axis());
          }
        });
    return y;
  }

  @Override
  public Value matMul(Tensor node, Op.MatMul op, Value left, Value right) {
    return new MatMulRule(tape, gradients).apply(left, right, node.shape());
  }

  @Override
  public Value oneHot(Tensor node, Op.OneHot op, Value ids) {
    return Lookups.oneHot(tape, ids, op.depth(), node.shape());
  }

  @Override
  public Value gatherRows(Tensor node, Value table, Value ids) {
    Value y = Lookups.gatherRows(tape, table, ids, node.shape());
    tape.rule(y, g -> gradients.add(table, () -> Lookups.scatterRows(tape, ids, g, table.shape())));
    return y;
  }

  @Override
  public Value conv2d(Tensor node, Op.Conv2d op, Value input, Value weights) {
    Convolution sizes = Convolution.of(input.shape(), weights.shape(), op.window(), op.groups());
    Value y = Convolutions.convolve(tape, sizes, input, weights, node.shape());
    tape.rule(
        y,
        g -> {
          gradients.add(
              weights, () -> Convolutions.weightGradient(tape, sizes, input, g, weights.shape()));
          gradients.add(
              input, () -> Convolutions.inputGradient(tape, sizes, weights, g, input.shape()));
        });
    return y;
  }

  @Override
  public Value pool2d(Tensor node, Op.Pool2d op, Value input) {
    PoolLoops loops = PoolLoops.of(input.shape(), op.size(), op.window());
    Value y = Pools.pool(tape, op.kind(), loops, input, node.shape());
    tape.rule(
        y,
        g ->
            gradients.add(
                input,
                () ->
                    op.kind() == Op.PoolKind.MAX
                        ? Pools.maxGradient(tape, loops, input, g)
                        : Pools.averageGradient(tape, loops, g, input.shape())));
    return y;
  }
}
