package org.distill4j.tensor;

import java.util.List;

/**
 * A primitive of the algebra: the operation of a recorded {@link Tensor} on its inputs. The set is
 * closed; a backend meets each of them as one method of {@link Algebra}.
 */
public sealed interface Op {

  /**
   * Calls the algebra's method for this operation.
   *
   * @param algebra the interpretation
   * @param node the recorded tensor, for its shape and type
   * @param inputs the interpreted inputs of the node, in order
   * @param <V> the engine's handle of a tensor
   * @return the interpreted node
   */
  <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs);

  /** A tensor that is given to the function and not computed in it. */
  sealed interface Leaf extends Op {}

  /**
   * A named array that stays on the device from run to run: a trained parameter, a state such as a
   * running statistic, or a slot of an optimizer. Reading it gives its value before the run.
   *
   * @param name its path, unique within the program
   */
  record Variable(String name) implements Leaf {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.variable(node, this);
    }
  }

  /**
   * A host tensor that is given anew to each run.
   *
   * @param index its place among the program's feeds
   */
  record Feed(int index) implements Leaf {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.feed(node, this);
    }
  }

  /**
   * A single number that is given anew to each run.
   *
   * @param index its place among the program's scalars
   */
  record Scalar(int index) implements Leaf {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.scalar(node, this);
    }
  }

  /**
   * A number that is part of the function.
   *
   * @param value the number; backends round it to their precision
   */
  record Literal(double value) implements Leaf {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.literal(node, this);
    }
  }

  /**
   * Values that are part of the function.
   *
   * @param value the values
   */
  record Constant(HostTensor value) implements Leaf {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.constant(node, this);
    }
  }

  /**
   * An input of a {@link Composite}'s body, replaced by what the composite is applied to.
   *
   * @param index which input, from 0
   */
  record Argument(int index) implements Leaf {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      throw new IllegalStateException(
          "Argument "
              + index
              + " was read outside of its composite, expected it inside the body alone.\n"
              + "Maybe the body's function kept a tensor in a field.");
    }
  }

  /**
   * One result of a composite. The results of one application share the composite.
   *
   * @param composite what is applied
   * @param index which of its results, from 0
   */
  record Result(Composite composite, int index) implements Op {
    /**
     * Returns the application that all results of a composite share.
     *
     * @param node a tensor with this operation
     * @return the application
     */
    public Application application(Tensor node) {
      return new Application(composite, node.inputs());
    }

    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.composite(composite, inputs).get(index);
    }
  }

  /**
   * A composite and its inputs.
   *
   * @param composite the composite
   * @param inputs its inputs
   */
  record Application(Composite composite, List<Tensor> inputs) {}

  /** The elementwise operations on two floats. */
  enum BinaryKind {
    /** Sum. */
    ADD,
    /** Difference. */
    SUB,
    /** Product. */
    MUL,
    /** Quotient. */
    DIV,
    /**
     * The larger, NaN if either is; at a tie the gradient is shared in any way that adds up to the
     * whole.
     */
    MAXIMUM,
    /**
     * The smaller, NaN if either is; at a tie the gradient is shared in any way that adds up to the
     * whole.
     */
    MINIMUM
  }

  /**
   * Two float32 tensors combined element by element, with broadcasting.
   *
   * @param kind what is done
   */
  record Binary(BinaryKind kind) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.binary(node, this, inputs.get(0), inputs.get(1));
    }
  }

  /** The elementwise operations on one float. */
  enum UnaryKind {
    /** The value with its sign changed. */
    NEGATE,
    /** e to the power of the value. */
    EXP,
    /** The natural logarithm. */
    LOG,
    /** The square root. */
    SQRT,
    /** The magnitude; its gradient at 0 is 0. */
    ABS,
    /** The larger of the value and 0; its gradient at 0 is 0. */
    RELU,
    /** The value times the normal distribution function of it, by erf and not by tanh. */
    GELU,
    /** 1 / (1 + exp(−x)). */
    SIGMOID,
    /** The hyperbolic tangent. */
    TANH,
    /** The error function, 2 / √π · ∫ exp(−t²) dt from 0 to x. */
    ERF
  }

  /**
   * A float32 tensor changed element by element.
   *
   * @param kind what is done
   */
  record Unary(UnaryKind kind) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.unary(node, this, inputs.get(0));
    }
  }

  /**
   * A float32 tensor raised to a fixed power, element by element.
   *
   * @param exponent the power
   */
  record Power(double exponent) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.power(node, this, inputs.get(0));
    }
  }

  /** The comparisons of two numbers. */
  enum CompareKind {
    /** Left equals right. */
    EQUAL,
    /** Left is below right. */
    LESS,
    /** Left is at most right. */
    LESS_OR_EQUAL
  }

  /**
   * Two tensors of one numeric type compared element by element, with broadcasting; the result is
   * BOOL.
   *
   * @param kind the comparison
   */
  record Compare(CompareKind kind) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.compare(node, this, inputs.get(0), inputs.get(1));
    }
  }

  /** Picks the second input where the first (BOOL) is true, else the third, with broadcasting. */
  record Where() implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.where(node, inputs.get(0), inputs.get(1), inputs.get(2));
    }
  }

  /** Converts to the node's type: INT32 or BOOL to FLOAT32, or FLOAT32 to INT32 towards zero. */
  record Cast() implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.cast(node, inputs.get(0));
    }
  }

  /** The same values, through which no gradient flows. */
  record StopGradient() implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.stopGradient(node, inputs.get(0));
    }
  }

  /** The reductions along axes. */
  enum ReduceKind {
    /** The sum. */
    SUM,
    /** The arithmetic mean. */
    MEAN,
    /** The largest, NaN if any is; tied maxima share the gradient equally. */
    MAX
  }

  /**
   * A float32 tensor reduced along axes, which stay with length one.
   *
   * @param kind how
   * @param axes the axes in [0, rank), ascending, at least one
   */
  record Reduce(ReduceKind kind, List<Integer> axes) implements Op {
    /** Takes a copy of the axes. */
    public Reduce {
      axes = List.copyOf(axes);
    }

    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.reduce(node, this, inputs.get(0));
    }
  }

  /**
   * The index of the largest element along an axis, which is removed; the first at a tie; INT32.
   * NaN counts as larger than any number.
   *
   * @param axis the axis in [0, rank)
   */
  record ArgMax(int axis) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.argMax(node, this, inputs.get(0));
    }
  }

  /**
   * exp(x) normalised to sum one along an axis, without overflow.
   *
   * @param axis the axis in [0, rank)
   */
  record Softmax(int axis) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.softmax(node, this, inputs.get(0));
    }
  }

  /**
   * The logarithm of the softmax, computed as x − max − log Σ exp(x − max).
   *
   * @param axis the axis in [0, rank)
   */
  record LogSoftmax(int axis) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.logSoftmax(node, this, inputs.get(0));
    }
  }

  /** The same values in row-major order under the node's shape. */
  record Reshape() implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.reshape(node, inputs.get(0));
    }
  }

  /**
   * The axes in another order.
   *
   * @param order axis i of the result is axis order[i] of the input
   */
  record Transpose(List<Integer> order) implements Op {
    /** Takes a copy of the order. */
    public Transpose {
      order = List.copyOf(order);
    }

    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.transpose(node, this, inputs.get(0));
    }
  }

  /** Values repeated to the node's shape by the broadcasting rule. */
  record BroadcastTo() implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.broadcastTo(node, inputs.get(0));
    }
  }

  /**
   * A range along one axis.
   *
   * @param axis the axis in [0, rank)
   * @param from the first index
   * @param to the index after the last
   */
  record Slice(int axis, int from, int to) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.slice(node, this, inputs.get(0));
    }
  }

  /**
   * Tensors joined end to end along one axis.
   *
   * @param axis the axis in [0, rank)
   */
  record Concat(int axis) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.concat(node, this, inputs);
    }
  }

  /**
   * Zeros before and after the elements along one axis; the gradient of a slice.
   *
   * @param axis the axis in [0, rank)
   * @param before the number of zeros before
   * @param after the number of zeros after
   */
  record Pad(int axis, int before, int after) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.pad(node, this, inputs.get(0));
    }
  }

  /** Whether a matrix is transposed in a product. */
  enum Form {
    /** As it is. */
    AS_IS,
    /** With its last two axes exchanged. */
    TRANSPOSED
  }

  /**
   * Matrix product over the last two axes; the axes before them broadcast. Both inputs have at
   * least two axes.
   *
   * @param left how the left matrix enters
   * @param right how the right matrix enters
   */
  record MatMul(Form left, Form right) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.matMul(node, this, inputs.get(0), inputs.get(1));
    }
  }

  /**
   * INT32 ids turned into float32 rows with a one at the id, on a new last axis. An id outside [0,
   * depth) gives a row of zeros.
   *
   * @param depth the length of the new axis
   */
  record OneHot(int depth) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.oneHot(node, this, inputs.get(0));
    }
  }

  /**
   * Rows of a float32 table (V, D) picked by INT32 ids of any shape; the result has the ids' shape
   * and a last axis D. Ids are in [0, V): the host checks them before a run.
   */
  record GatherRows() implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.gatherRows(node, inputs.get(0), inputs.get(1));
    }
  }

  /**
   * Rows added up into a table of zeros (rows, D): row i of the table is the sum of those rows of
   * the first input, (…, D), whose id in the second, INT32 (…), is i; the gradient of {@link
   * GatherRows}. Ids are in [0, rows).
   *
   * @param rows the number of rows of the table
   */
  record ScatterAddRows(int rows) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.scatterAddRows(node, this, inputs.get(0), inputs.get(1));
    }
  }

  /**
   * Two-dimensional cross-correlation of an input (N, C, H, W) with weights (O, C / groups, kH,
   * kW).
   *
   * @param window stride, padding and dilation
   * @param groups the number of groups that channels are split into
   */
  record Conv2d(Window window, int groups) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.conv2d(node, this, inputs.get(0), inputs.get(1));
    }
  }

  /** The kinds of pooling. */
  enum PoolKind {
    /**
     * The largest of the window, NaN if any is; padding never wins; at a tie the first one takes
     * the gradient.
     */
    MAX,
    /** The mean of the window, padding counted as zeros. */
    AVERAGE
  }

  /**
   * Pooling of an input (N, C, H, W) over square windows.
   *
   * @param kind how a window is reduced
   * @param size the side of the window
   * @param window stride and padding (dilation is 1); the padding is at most half the size
   */
  record Pool2d(PoolKind kind, int size, Window window) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.pool2d(node, this, inputs.get(0));
    }
  }

  /**
   * The gradient of a convolution with respect to its input: of a gradient (N, O, H', W') and
   * weights (O, C / groups, kH, kW) to the node's shape (N, C, H, W).
   *
   * @param window the convolution's stride, padding and dilation
   * @param groups the convolution's groups
   */
  record Conv2dInputGradient(Window window, int groups) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.conv2dInputGradient(node, this, inputs.get(0), inputs.get(1));
    }
  }

  /**
   * The gradient of a convolution with respect to its weights: of a gradient (N, O, H', W') and the
   * input (N, C, H, W) to the node's shape (O, C / groups, kH, kW).
   *
   * @param window the convolution's stride, padding and dilation
   * @param groups the convolution's groups
   */
  record Conv2dWeightGradient(Window window, int groups) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.conv2dWeightGradient(node, this, inputs.get(0), inputs.get(1));
    }
  }

  /**
   * The gradient of a pooling with respect to its input: of a gradient (N, C, H', W') and the
   * pooling's input (N, C, H, W) to the input's shape. An average uses the input's shape alone.
   *
   * @param kind the pooling's kind
   * @param size the side of its window
   * @param window its stride and padding
   */
  record Pool2dGradient(PoolKind kind, int size, Window window) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.pool2dGradient(node, this, inputs.get(0), inputs.get(1));
    }
  }

  /**
   * Elements of the first input (N, C, H, W) picked where a max pooling of the second, of the same
   * shape, finds the largest of each window; the gradient of a max pooling's gradient.
   *
   * @param size the side of the window
   * @param window stride and padding
   */
  record PickMax2d(int size, Window window) implements Op {
    @Override
    public <V> V accept(Algebra<V> algebra, Tensor node, List<V> inputs) {
      return algebra.pickMax2d(node, this, inputs.get(0), inputs.get(1));
    }
  }
}
