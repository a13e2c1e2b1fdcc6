package org.distill4j.core.summary;

import java.util.List;
import java.util.Map;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Counts floating-point operations by these rules, a multiplication with the addition that follows
 * it being 2:
 *
 * <ul>
 *   <li>a matrix product (…, m, k)·(…, k, n): 2·k for each element of the result;
 *   <li>a convolution: 2 · in / groups · kernel height · kernel width for each element of the
 *       result;
 *   <li>pooling: the size of the window for each element of the result;
 *   <li>a gradient of a convolution or a pooling: as much as the convolution or the pooling;
 *   <li>an elementwise operation or comparison: 1 for each element of the result, whichever it is;
 *   <li>a reduction, argmax or sum of rows: 1 for each element of the operand;
 *   <li>softmax and log-softmax: 5 for each element (maximum, difference, exponential, sum,
 *       quotient or difference);
 *   <li>what only moves or chooses values (reshape, transpose, slice, concat, padding, look-up,
 *       one-hot, where, casts, leaves): 0.
 * </ul>
 */
final class FlopCounter implements Algebra<Long> {
  private static final long SOFTMAX = 5;

  private FlopCounter() {}

  /** Returns the operations of each primitive of a recording by itself. */
  static Map<Tensor, Long> count(Recording recording) {
    return recording.interpret(new FlopCounter());
  }

  private static long size(Tensor tensor) {
    return tensor.shape().size();
  }

  @Override
  public Long variable(Tensor node, Op.Variable op) {
    return 0L;
  }

  @Override
  public Long feed(Tensor node, Op.Feed op) {
    return 0L;
  }

  @Override
  public Long scalar(Tensor node, Op.Scalar op) {
    return 0L;
  }

  @Override
  public Long literal(Tensor node, Op.Literal op) {
    return 0L;
  }

  @Override
  public Long constant(Tensor node, Op.Constant op) {
    return 0L;
  }

  @Override
  public Long binary(Tensor node, Op.Binary op, Long left, Long right) {
    return size(node);
  }

  @Override
  public Long unary(Tensor node, Op.Unary op, Long input) {
    return size(node);
  }

  @Override
  public Long power(Tensor node, Op.Power op, Long input) {
    return size(node);
  }

  @Override
  public Long compare(Tensor node, Op.Compare op, Long left, Long right) {
    return size(node);
  }

  @Override
  public Long where(Tensor node, Long condition, Long yes, Long no) {
    return 0L;
  }

  @Override
  public Long cast(Tensor node, Long input) {
    return 0L;
  }

  @Override
  public Long stopGradient(Tensor node, Long input) {
    return 0L;
  }

  @Override
  public Long reduce(Tensor node, Op.Reduce op, Long input) {
    return size(node.inputs().get(0));
  }

  @Override
  public Long argMax(Tensor node, Op.ArgMax op, Long input) {
    return size(node.inputs().get(0));
  }

  @Override
  public Long softmax(Tensor node, Op.Softmax op, Long input) {
    return SOFTMAX * size(node);
  }

  @Override
  public Long logSoftmax(Tensor node, Op.LogSoftmax op, Long input) {
    return SOFTMAX * size(node);
  }

  @Override
  public Long reshape(Tensor node, Long input) {
    return 0L;
  }

  @Override
  public Long transpose(Tensor node, Op.Transpose op, Long input) {
    return 0L;
  }

  @Override
  public Long broadcastTo(Tensor node, Long input) {
    return 0L;
  }

  @Override
  public Long slice(Tensor node, Op.Slice op, Long input) {
    return 0L;
  }

  @Override
  public Long concat(Tensor node, Op.Concat op, List<Long> inputs) {
    return 0L;
  }

  @Override
  public Long matMul(Tensor node, Op.MatMul op, Long left, Long right) {
    return 2 * size(node) * node.inputs().get(0).shape().dim(-1);
  }

  @Override
  public Long oneHot(Tensor node, Op.OneHot op, Long ids) {
    return 0L;
  }

  @Override
  public Long gatherRows(Tensor node, Long table, Long ids) {
    return 0L;
  }

  @Override
  public Long pad(Tensor node, Op.Pad op, Long input) {
    return 0L;
  }

  @Override
  public Long scatterAddRows(Tensor node, Op.ScatterAddRows op, Long values, Long ids) {
    return size(node.inputs().get(0));
  }

  @Override
  public Long conv2d(Tensor node, Op.Conv2d op, Long input, Long weights) {
    return convolution(node, node.inputs().get(1));
  }

  @Override
  public Long conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, Long gradient, Long weights) {
    return convolution(node.inputs().get(0), node.inputs().get(1));
  }

  @Override
  public Long conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, Long gradient, Long input) {
    return convolution(node.inputs().get(0), node);
  }

  private static long convolution(Tensor result, Tensor weights) {
    Shape kernel = weights.shape();
    return 2 * size(result) * kernel.dim(1) * kernel.dim(2) * kernel.dim(3);
  }

  @Override
  public Long pool2d(Tensor node, Op.Pool2d op, Long input) {
    return pooling(node, op.size());
  }

  @Override
  public Long pool2dGradient(Tensor node, Op.Pool2dGradient op, Long gradient, Long input) {
    return pooling(node.inputs().get(0), op.size());
  }

  @Override
  public Long pickMax2d(Tensor node, Op.PickMax2d op, Long values, Long input) {
    return pooling(node, op.size());
  }

  private static long pooling(Tensor result, int window) {
    return size(result) * window * window;
  }
}
