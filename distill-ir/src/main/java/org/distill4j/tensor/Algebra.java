package org.distill4j.tensor;

import java.util.List;

/**
 * One interpretation of the tensor algebra: how an engine, an exporter or a counter handles each
 * primitive. {@link Op} says what each one means; shapes and types have been checked before a
 * method here is called, and the recorded node carries those of the result.
 *
 * @param <V> the interpretation's own handle of a tensor
 */
public interface Algebra<V> {
  /**
   * Reads a variable, as it was before the run.
   *
   * @param node the recorded tensor
   * @param op which
   * @return its handle
   */
  V variable(Tensor node, Op.Variable op);

  /**
   * Reads a host tensor that is fed to the run.
   *
   * @param node the recorded tensor
   * @param op which
   * @return its handle
   */
  V feed(Tensor node, Op.Feed op);

  /**
   * Reads a number that is fed to the run.
   *
   * @param node the recorded tensor, of no axes
   * @param op which
   * @return its handle
   */
  V scalar(Tensor node, Op.Scalar op);

  /**
   * Gives a fixed number.
   *
   * @param node the recorded tensor, of no axes
   * @param op the number
   * @return its handle
   */
  V literal(Tensor node, Op.Literal op);

  /**
   * Gives fixed values.
   *
   * @param node the recorded tensor
   * @param op the values
   * @return their handle
   */
  V constant(Tensor node, Op.Constant op);

  /**
   * Applies an elementwise function of two values, with broadcasting.
   *
   * @param node the recorded tensor
   * @param op which operation
   * @param left the left operand
   * @param right the right operand
   * @return the result
   */
  V binary(Tensor node, Op.Binary op, V left, V right);

  /**
   * Applies an elementwise function.
   *
   * @param node the recorded tensor
   * @param op which operation
   * @param input the operand
   * @return the result
   */
  V unary(Tensor node, Op.Unary op, V input);

  /**
   * Raises to a fixed power, elementwise.
   *
   * @param node the recorded tensor
   * @param op the exponent
   * @param input the base
   * @return the result
   */
  V power(Tensor node, Op.Power op, V input);

  /**
   * Compares elementwise, with broadcasting; the operands are both FLOAT32 or both INT32.
   *
   * @param node the recorded tensor, BOOL
   * @param op which comparison
   * @param left the left operand
   * @param right the right operand
   * @return the truth values
   */
  V compare(Tensor node, Op.Compare op, V left, V right);

  /**
   * Chooses elementwise, with broadcasting; values that are not chosen get a gradient of exactly 0.
   *
   * @param node the recorded tensor, FLOAT32
   * @param condition BOOL
   * @param yes taken where the condition holds, FLOAT32
   * @param no taken elsewhere, FLOAT32
   * @return the result
   */
  V where(Tensor node, V condition, V yes, V no);

  /**
   * Converts to the node's type; no gradient flows.
   *
   * @param node the recorded tensor
   * @param input the operand
   * @return the result
   */
  V cast(Tensor node, V input);

  /**
   * Passes values on and stops gradients.
   *
   * @param node the recorded tensor
   * @param input the operand
   * @return the result
   */
  V stopGradient(Tensor node, V input);

  /**
   * Reduces along axes, which stay with length one.
   *
   * @param node the recorded tensor
   * @param op how and along which axes
   * @param input the operand
   * @return the result
   */
  V reduce(Tensor node, Op.Reduce op, V input);

  /**
   * Finds the position of the largest element along an axis.
   *
   * @param node the recorded tensor, INT32
   * @param op the axis
   * @param input the operand
   * @return the positions
   */
  V argMax(Tensor node, Op.ArgMax op, V input);

  /**
   * Computes the softmax along an axis.
   *
   * @param node the recorded tensor
   * @param op the axis
   * @param input the operand
   * @return the result
   */
  V softmax(Tensor node, Op.Softmax op, V input);

  /**
   * Computes the log-softmax along an axis.
   *
   * @param node the recorded tensor
   * @param op the axis
   * @param input the operand
   * @return the result
   */
  V logSoftmax(Tensor node, Op.LogSoftmax op, V input);

  /**
   * Reshapes the values to the node's shape.
   *
   * @param node the recorded tensor
   * @param input the operand, FLOAT32 or INT32
   * @return the result
   */
  V reshape(Tensor node, V input);

  /**
   * Reorders the axes.
   *
   * @param node the recorded tensor
   * @param op the order
   * @param input the operand
   * @return the result
   */
  V transpose(Tensor node, Op.Transpose op, V input);

  /**
   * Repeats the values to the node's shape.
   *
   * @param node the recorded tensor
   * @param input the operand
   * @return the result
   */
  V broadcastTo(Tensor node, V input);

  /**
   * Cuts a range along one axis.
   *
   * @param node the recorded tensor
   * @param op axis and range
   * @param input the operand, FLOAT32 or INT32
   * @return the result
   */
  V slice(Tensor node, Op.Slice op, V input);

  /**
   * Joins tensors end to end along one axis.
   *
   * @param node the recorded tensor
   * @param op the axis
   * @param inputs the operands, at least one
   * @return the result
   */
  V concat(Tensor node, Op.Concat op, List<V> inputs);

  /**
   * Computes the matrix product over the last two axes, broadcasting the others.
   *
   * @param node the recorded tensor
   * @param op how each matrix enters
   * @param left (…, m, k), or (…, k, m) if it enters transposed
   * @param right (…, k, n), or (…, n, k) if it enters transposed
   * @return (…, m, n)
   */
  V matMul(Tensor node, Op.MatMul op, V left, V right);

  /**
   * Makes rows with a single one.
   *
   * @param node the recorded tensor
   * @param op the length of the rows
   * @param ids the ids, INT32
   * @return the rows, FLOAT32
   */
  V oneHot(Tensor node, Op.OneHot op, V ids);

  /**
   * Looks up rows of a table.
   *
   * @param node the recorded tensor
   * @param table (V, D), FLOAT32
   * @param ids any shape, INT32
   * @return the ids' shape and D
   */
  V gatherRows(Tensor node, V table, V ids);

  /**
   * Computes a two-dimensional convolution.
   *
   * @param node the recorded tensor (N, O, H', W')
   * @param op the window and groups
   * @param input (N, C, H, W)
   * @param weights (O, C / groups, kH, kW)
   * @return the result
   */
  V conv2d(Tensor node, Op.Conv2d op, V input, V weights);

  /**
   * Computes a two-dimensional pooling.
   *
   * @param node the recorded tensor (N, C, H', W')
   * @param op the kind and the window
   * @param input (N, C, H, W)
   * @return the result
   */
  V pool2d(Tensor node, Op.Pool2d op, V input);

  /**
   * Adds zeros before and after the elements along one axis.
   *
   * @param node the recorded tensor
   * @param op the axis and the numbers of zeros
   * @param input the operand, FLOAT32
   * @return the result
   */
  V pad(Tensor node, Op.Pad op, V input);

  /**
   * Adds rows up into a table of zeros.
   *
   * @param node the recorded tensor (rows, D)
   * @param op the number of rows
   * @param values (…, D), FLOAT32
   * @param ids (…), INT32
   * @return the table
   */
  V scatterAddRows(Tensor node, Op.ScatterAddRows op, V values, V ids);

  /**
   * Computes the gradient of a convolution with respect to its input.
   *
   * @param node the recorded tensor (N, C, H, W)
   * @param op the convolution's window and groups
   * @param gradient (N, O, H', W')
   * @param weights (O, C / groups, kH, kW)
   * @return the result
   */
  V conv2dInputGradient(Tensor node, Op.Conv2dInputGradient op, V gradient, V weights);

  /**
   * Computes the gradient of a convolution with respect to its weights.
   *
   * @param node the recorded tensor (O, C / groups, kH, kW)
   * @param op the convolution's window and groups
   * @param gradient (N, O, H', W')
   * @param input (N, C, H, W)
   * @return the result
   */
  V conv2dWeightGradient(Tensor node, Op.Conv2dWeightGradient op, V gradient, V input);

  /**
   * Computes the gradient of a pooling with respect to its input.
   *
   * @param node the recorded tensor (N, C, H, W)
   * @param op the pooling
   * @param gradient (N, C, H', W')
   * @param input (N, C, H, W)
   * @return the result
   */
  V pool2dGradient(Tensor node, Op.Pool2dGradient op, V gradient, V input);

  /**
   * Picks values where a max pooling finds the largest.
   *
   * @param node the recorded tensor (N, C, H', W')
   * @param op the pooling
   * @param values (N, C, H, W)
   * @param input what is pooled, (N, C, H, W)
   * @return the result
   */
  V pickMax2d(Tensor node, Op.PickMax2d op, V values, V input);

  /**
   * Applies a composite. This runs its body; an engine that has a kernel for it computes it whole.
   *
   * @param composite the composite
   * @param inputs what it is applied to
   * @return its results
   */
  default List<V> composite(Composite composite, List<V> inputs) {
    return composite.interpret(this, inputs);
  }
}
