package org.distill4j.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * A value of a recorded function: an operation, the tensors it is applied to, and the type and
 * shape that follow from them. Calling a method computes nothing; it records one more operation and
 * checks shapes and types at once. A backend compiles what was recorded and runs it, so a tensor
 * holds no native memory and need not be closed, and its elements cannot be read: only host values
 * come out of a {@code Predictor} or a {@code Learner}.
 *
 * <p>Operations on two tensors broadcast as NumPy does. Axes may be negative and then count from
 * the end. Images are (batch, channels, height, width). Arithmetic takes and gives FLOAT32.
 */
public final class Tensor {
  private final Op op;
  private final List<Tensor> inputs;
  private final TensorSpec spec;

  private Tensor(Op op, DType type, Shape shape, Tensor... inputs) {
    this(op, new TensorSpec(type, shape), List.of(inputs));
  }

  /**
   * Creates a tensor for operations that are not recorded by a method of a tensor; the spec has
   * been checked.
   */
  Tensor(Op op, TensorSpec spec, List<Tensor> inputs) {
    this.op = op;
    this.inputs = inputs;
    this.spec = spec;
  }

  /**
   * Returns a tensor that is given to the function. Models and losses get theirs from a {@code
   * Scope} or {@code Signals}.
   *
   * @param op what it stands for
   * @param spec its type and full shape
   * @return the leaf
   */
  public static Tensor leaf(Op.Leaf op, TensorSpec spec) {
    return new Tensor(op, spec.type(), spec.shape());
  }

  /**
   * Returns a fixed number without axes.
   *
   * @param value the number
   * @return the tensor
   */
  public static Tensor of(double value) {
    return new Tensor(new Op.Literal(value), DType.FLOAT32, Shape.scalar());
  }

  /**
   * Returns fixed values.
   *
   * @param value the values
   * @return the tensor
   */
  public static Tensor of(HostTensor value) {
    return new Tensor(new Op.Constant(value), value.type(), value.shape());
  }

  /**
   * Returns the same operation on other inputs.
   *
   * @param others inputs for which the result has this tensor's type and shape
   * @return the tensor; this one if the inputs are its own
   */
  public Tensor withInputs(List<Tensor> others) {
    return inputs.equals(others) ? this : new Tensor(op, spec, List.copyOf(others));
  }

  /**
   * Returns another operation with a result of this tensor's type and shape.
   *
   * @param other the operation
   * @param others inputs for which its result has this tensor's type and shape
   * @return the tensor
   */
  public Tensor withOp(Op other, List<Tensor> others) {
    return new Tensor(other, spec, List.copyOf(others));
  }

  /** {@return type and shape} */
  public TensorSpec spec() {
    return spec;
  }

  /** {@return the lengths of the axes} */
  public Shape shape() {
    return spec.shape();
  }

  /** {@return the element type} */
  public DType type() {
    return spec.type();
  }

  /** {@return the recorded operation, for interpretations} */
  public Op op() {
    return op;
  }

  /** {@return the tensors the operation is applied to, for interpretations} */
  public List<Tensor> inputs() {
    return inputs;
  }

  /**
   * Adds element by element.
   *
   * @param other the other addend
   * @return this + other
   */
  public Tensor add(Tensor other) {
    return binary(Op.BinaryKind.ADD, other);
  }

  /**
   * Adds a number to each element.
   *
   * @param other the number
   * @return this + other
   */
  public Tensor add(double other) {
    return add(of(other));
  }

  /**
   * Subtracts element by element.
   *
   * @param other the subtrahend
   * @return this − other
   */
  public Tensor sub(Tensor other) {
    return binary(Op.BinaryKind.SUB, other);
  }

  /**
   * Subtracts a number from each element.
   *
   * @param other the number
   * @return this − other
   */
  public Tensor sub(double other) {
    return sub(of(other));
  }

  /**
   * Multiplies element by element.
   *
   * @param other the other factor
   * @return this · other
   */
  public Tensor mul(Tensor other) {
    return binary(Op.BinaryKind.MUL, other);
  }

  /**
   * Multiplies each element by a number.
   *
   * @param other the number
   * @return this · other
   */
  public Tensor mul(double other) {
    return mul(of(other));
  }

  /**
   * Divides element by element.
   *
   * @param other the divisor
   * @return this / other
   */
  public Tensor div(Tensor other) {
    return binary(Op.BinaryKind.DIV, other);
  }

  /**
   * Divides each element by a number.
   *
   * @param other the number
   * @return this / other
   */
  public Tensor div(double other) {
    return div(of(other));
  }

  /**
   * Returns the larger of two elements; how tied ones share the gradient is the backend's choice.
   *
   * @param other the other operand
   * @return max(this, other)
   */
  public Tensor maximum(Tensor other) {
    return binary(Op.BinaryKind.MAXIMUM, other);
  }

  /**
   * Returns the smaller of two elements; how tied ones share the gradient is the backend's choice.
   *
   * @param other the other operand
   * @return min(this, other)
   */
  public Tensor minimum(Tensor other) {
    return binary(Op.BinaryKind.MINIMUM, other);
  }

  private Tensor binary(Op.BinaryKind kind, Tensor other) {
    ShapeRules.requireType(kind + ", left,", this, DType.FLOAT32);
    ShapeRules.requireType(kind + ", right,", other, DType.FLOAT32);
    Shape shape = shape().broadcast(other.shape());
    return new Tensor(new Op.Binary(kind), DType.FLOAT32, shape, this, other);
  }

  /** {@return −this} */
  public Tensor negate() {
    return unary(Op.UnaryKind.NEGATE);
  }

  /** {@return e to the power of each element} */
  public Tensor exp() {
    return unary(Op.UnaryKind.EXP);
  }

  /** {@return the natural logarithm of each element} */
  public Tensor log() {
    return unary(Op.UnaryKind.LOG);
  }

  /** {@return the square root of each element} */
  public Tensor sqrt() {
    return unary(Op.UnaryKind.SQRT);
  }

  /** {@return the magnitude of each element; the gradient at 0 is 0} */
  public Tensor abs() {
    return unary(Op.UnaryKind.ABS);
  }

  /** {@return max(this, 0); the gradient at 0 is 0} */
  public Tensor relu() {
    return unary(Op.UnaryKind.RELU);
  }

  /** {@return x · Φ(x) with the exact normal distribution function (Hendrycks and Gimpel 2016)} */
  public Tensor gelu() {
    return unary(Op.UnaryKind.GELU);
  }

  /** {@return 1 / (1 + exp(−x))} */
  public Tensor sigmoid() {
    return unary(Op.UnaryKind.SIGMOID);
  }

  /** {@return the hyperbolic tangent of each element} */
  public Tensor tanh() {
    return unary(Op.UnaryKind.TANH);
  }

  /** {@return the error function, 2 / √π · ∫ exp(−t²) dt from 0 to each element} */
  public Tensor erf() {
    return unary(Op.UnaryKind.ERF);
  }

  private Tensor unary(Op.UnaryKind kind) {
    ShapeRules.requireType(kind.name(), this, DType.FLOAT32);
    return new Tensor(new Op.Unary(kind), DType.FLOAT32, shape(), this);
  }

  /**
   * Raises each element to a fixed power.
   *
   * @param exponent the power
   * @return this ^ exponent
   */
  public Tensor pow(double exponent) {
    ShapeRules.requireType("pow", this, DType.FLOAT32);
    return new Tensor(new Op.Power(exponent), DType.FLOAT32, shape(), this);
  }

  /** {@return this · this} */
  public Tensor square() {
    return mul(this);
  }

  /**
   * Compares element by element; both operands FLOAT32 or both INT32.
   *
   * @param other the right side
   * @return BOOL, true where this = other
   */
  public Tensor equalTo(Tensor other) {
    return compare(Op.CompareKind.EQUAL, other);
  }

  /**
   * Compares element by element; both operands FLOAT32 or both INT32.
   *
   * @param other the right side
   * @return BOOL, true where this &lt; other
   */
  public Tensor less(Tensor other) {
    return compare(Op.CompareKind.LESS, other);
  }

  /**
   * Compares element by element; both operands FLOAT32 or both INT32.
   *
   * @param other the right side
   * @return BOOL, true where this ≤ other
   */
  public Tensor lessOrEqual(Tensor other) {
    return compare(Op.CompareKind.LESS_OR_EQUAL, other);
  }

  /**
   * Compares element by element; both operands FLOAT32 or both INT32.
   *
   * @param other the right side
   * @return BOOL, true where this &gt; other
   */
  public Tensor greater(Tensor other) {
    return other.less(this);
  }

  /**
   * Compares element by element; both operands FLOAT32 or both INT32.
   *
   * @param other the right side
   * @return BOOL, true where this ≥ other
   */
  public Tensor greaterOrEqual(Tensor other) {
    return other.lessOrEqual(this);
  }

  private Tensor compare(Op.CompareKind kind, Tensor other) {
    if (type() == DType.BOOL) {
      ShapeRules.requireType(kind + ", left,", this, DType.FLOAT32);
    }
    ShapeRules.requireType(kind + ", right,", other, type());
    Shape shape = shape().broadcast(other.shape());
    return new Tensor(new Op.Compare(kind), DType.BOOL, shape, this, other);
  }

  /**
   * Chooses element by element, this being the condition. What is not chosen gets a gradient of 0;
   * a NaN in it still makes the gradient of whatever computed it NaN, as in every framework.
   *
   * @param yes taken where this is true, FLOAT32
   * @param no taken elsewhere, FLOAT32
   * @return the chosen values, broadcast to the common shape of all three
   */
  public Tensor where(Tensor yes, Tensor no) {
    ShapeRules.requireType("where", this, DType.BOOL);
    ShapeRules.requireType("where, yes,", yes, DType.FLOAT32);
    ShapeRules.requireType("where, no,", no, DType.FLOAT32);
    Shape shape = shape().broadcast(yes.shape()).broadcast(no.shape());
    return new Tensor(new Op.Where(), DType.FLOAT32, shape, this, yes, no);
  }

  /** {@return 1.0 for true and 0.0 for false, or the value of an INT32; no gradient flows} */
  public Tensor toFloat() {
    return type() == DType.FLOAT32 ? this : new Tensor(new Op.Cast(), DType.FLOAT32, shape(), this);
  }

  /** {@return FLOAT32 rounded towards zero to INT32; no gradient flows} */
  public Tensor toInt() {
    if (type() == DType.INT32) {
      return this;
    }
    ShapeRules.requireType("toInt", this, DType.FLOAT32);
    return new Tensor(new Op.Cast(), DType.INT32, shape(), this);
  }

  /** {@return the same values as a constant, through which no gradient flows} */
  public Tensor stopGradient() {
    ShapeRules.requireType("stopGradient", this, DType.FLOAT32);
    return new Tensor(new Op.StopGradient(), DType.FLOAT32, shape(), this);
  }

  /**
   * Sums along axes and removes them.
   *
   * @param axes the axes; none means all
   * @return the sums
   */
  public Tensor sum(int... axes) {
    return dropAxes(sumKeep(axes), axes);
  }

  /**
   * Sums along axes, which stay with length one.
   *
   * @param axes the axes; none means all
   * @return the sums
   */
  public Tensor sumKeep(int... axes) {
    return reduce(Op.ReduceKind.SUM, axes);
  }

  /**
   * Averages along axes and removes them.
   *
   * @param axes the axes; none means all
   * @return the means
   */
  public Tensor mean(int... axes) {
    return dropAxes(meanKeep(axes), axes);
  }

  /**
   * Averages along axes, which stay with length one.
   *
   * @param axes the axes; none means all
   * @return the means
   */
  public Tensor meanKeep(int... axes) {
    return reduce(Op.ReduceKind.MEAN, axes);
  }

  /**
   * Returns the largest element along axes, which are removed; tied maxima share the gradient
   * equally.
   *
   * @param axes the axes; none means all
   * @return the maxima
   */
  public Tensor max(int... axes) {
    return dropAxes(maxKeep(axes), axes);
  }

  /**
   * Returns the largest element along axes, which stay with length one; tied maxima share the
   * gradient equally.
   *
   * @param axes the axes; none means all
   * @return the maxima
   */
  public Tensor maxKeep(int... axes) {
    return reduce(Op.ReduceKind.MAX, axes);
  }

  private Tensor reduce(Op.ReduceKind kind, int... axes) {
    ShapeRules.requireType(kind.name(), this, DType.FLOAT32);
    List<Integer> resolved = reducedAxes(axes);
    if (resolved.isEmpty()) {
      return this;
    }
    Shape shape = ShapeRules.keptAxes(shape(), resolved);
    return new Tensor(new Op.Reduce(kind, resolved), DType.FLOAT32, shape, this);
  }

  private Tensor dropAxes(Tensor reduced, int... axes) {
    return reduced.reshape(ShapeRules.withoutAxes(shape(), reducedAxes(axes)).dims());
  }

  private List<Integer> reducedAxes(int... axes) {
    int[] chosen = axes.length == 0 ? allAxes() : axes;
    return ShapeRules.axes(shape(), chosen);
  }

  private int[] allAxes() {
    int[] axes = new int[shape().rank()];
    Arrays.setAll(axes, i -> i);
    return axes;
  }

  /**
   * Returns the population variance (divided by n, not n − 1) along axes, which stay with length
   * one: the mean of the squared distance to the mean.
   *
   * @param axes the axes; none means all
   * @return the variances
   */
  public Tensor varianceKeep(int... axes) {
    return sub(meanKeep(axes)).square().meanKeep(axes);
  }

  /**
   * Returns the position of the largest element along an axis, which is removed; the first one at a
   * tie.
   *
   * @param axis the axis
   * @return the positions, INT32
   */
  public Tensor argmax(int axis) {
    ShapeRules.requireType("argmax", this, DType.FLOAT32);
    int resolved = shape().axis(axis);
    Shape shape = ShapeRules.withoutAxes(shape(), List.of(resolved));
    return new Tensor(new Op.ArgMax(resolved), DType.INT32, shape, this);
  }

  /**
   * Returns exp(x) / Σ exp(x) along an axis, safe for large values.
   *
   * @param axis the axis that sums to one
   * @return the probabilities
   */
  public Tensor softmax(int axis) {
    ShapeRules.requireType("softmax", this, DType.FLOAT32);
    return new Tensor(new Op.Softmax(shape().axis(axis)), DType.FLOAT32, shape(), this);
  }

  /**
   * Returns log softmax(x) along an axis, safe for large values.
   *
   * @param axis the axis whose probabilities sum to one
   * @return the log-probabilities
   */
  public Tensor logSoftmax(int axis) {
    ShapeRules.requireType("logSoftmax", this, DType.FLOAT32);
    return new Tensor(new Op.LogSoftmax(shape().axis(axis)), DType.FLOAT32, shape(), this);
  }

  /**
   * Returns log Σ exp(x) along an axis, which stays with length one; safe for large values.
   *
   * @param axis the axis
   * @return the logarithms
   */
  public Tensor logSumExpKeep(int axis) {
    Tensor max = maxKeep(axis).stopGradient();
    return sub(max).exp().sumKeep(axis).log().add(max);
  }

  /**
   * Returns the same elements in row-major order under other axes.
   *
   * @param dims the new lengths; one may be −1 and is then worked out
   * @return the reshaped tensor
   */
  public Tensor reshape(int... dims) {
    Shape shape = ShapeRules.reshape(shape(), dims);
    return shape.equals(shape()) ? this : new Tensor(new Op.Reshape(), type(), shape, this);
  }

  /** {@return all axes after the first (batch) axis joined to one} */
  public Tensor flatten() {
    return reshape(shape().dim(0), -1);
  }

  /**
   * Adds a new axis of length one.
   *
   * @param axis its place in the result; −1 is the last
   * @return the tensor with one axis more
   */
  public Tensor expandDims(int axis) {
    int rank = shape().rank() + 1;
    int place = axis < 0 ? axis + rank : axis;
    if (place < 0 || place >= rank) {
      throw new IllegalArgumentException(
          "expandDims of "
              + shape()
              + " at "
              + axis
              + ", expected a place in ["
              + -rank
              + ", "
              + rank
              + ").\nMaybe -1, the last place, was meant.");
    }
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = i == place ? 1 : shape().dim(i < place ? i : i - 1);
    }
    return reshape(dims);
  }

  /**
   * Returns the axes in another order.
   *
   * @param order axis i of the result is axis order[i] of this
   * @return the transposed tensor
   */
  public Tensor transpose(int... order) {
    List<Integer> resolved = Arrays.stream(order).map(shape()::axis).boxed().toList();
    Shape shape = ShapeRules.transpose(shape(), resolved);
    return new Tensor(new Op.Transpose(resolved), type(), shape, this);
  }

  /** {@return this with its last two axes swapped} */
  public Tensor transpose() {
    int[] order = allAxes();
    int last = shape().axis(-1);
    int before = shape().axis(-2);
    order[last] = before;
    order[before] = last;
    return transpose(order);
  }

  /**
   * Returns the elements repeated by the broadcasting rule.
   *
   * @param dims the lengths to reach
   * @return the repeated tensor
   * @throws IllegalArgumentException if this shape does not stretch to them
   */
  public Tensor broadcastTo(int... dims) {
    ShapeRules.requireType("broadcastTo", this, DType.FLOAT32);
    Shape target = Shape.of(dims);
    if (!shape().broadcast(target).equals(target)) {
      throw new IllegalArgumentException(
          "broadcastTo from "
              + shape()
              + " to "
              + target
              + ", expected every length to be equal or to stretch from 1.\n"
              + "Maybe a reshape was meant.");
    }
    return target.equals(shape())
        ? this
        : new Tensor(new Op.BroadcastTo(), DType.FLOAT32, target, this);
  }

  /**
   * Returns the range [from, to) along one axis.
   *
   * @param axis the axis
   * @param from the first index
   * @param to the index after the last
   * @return the part
   */
  public Tensor slice(int axis, int from, int to) {
    int resolved = shape().axis(axis);
    if (from < 0 || to <= from || to > shape().dim(resolved)) {
      throw new IllegalArgumentException(
          "slice ["
              + from
              + ", "
              + to
              + ") on axis "
              + axis
              + " of "
              + shape()
              + ", expected a non-empty range inside it.\nMaybe another axis was meant.");
    }
    Shape shape = shape().with(resolved, to - from);
    return shape.equals(shape())
        ? this
        : new Tensor(new Op.Slice(resolved, from, to), type(), shape, this);
  }

  /**
   * Adds zeros before and after the elements along one axis.
   *
   * @param axis the axis
   * @param before the number of zeros before, at least 0
   * @param after the number of zeros after, at least 0
   * @return a tensor that is longer by both along the axis
   * @throws IllegalArgumentException if there is no such axis, or a number is negative
   */
  public Tensor pad(int axis, int before, int after) {
    ShapeRules.requireType("pad", this, DType.FLOAT32);
    int resolved = shape().axis(axis);
    if (before < 0 || after < 0) {
      throw new IllegalArgumentException(
          "pad by "
              + before
              + " and "
              + after
              + ", expected numbers of at least 0.\nMaybe a slice was meant.");
    }
    Shape shape = shape().with(resolved, shape().dim(resolved) + before + after);
    return shape.equals(shape())
        ? this
        : new Tensor(new Op.Pad(resolved, before, after), DType.FLOAT32, shape, this);
  }

  /**
   * Joins tensors of one type end to end.
   *
   * @param axis the axis along which they are joined
   * @param parts the tensors, at least one
   * @return the joined tensor
   */
  public static Tensor concat(int axis, List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "concat was given no tensors, expected at least one.\nMaybe a list stayed empty.");
    }
    Tensor first = parts.get(0);
    int resolved = first.shape().axis(axis);
    parts.forEach(part -> ShapeRules.requireType("concat", part, first.type()));
    Shape shape = ShapeRules.concat(parts, resolved);
    return new Tensor(new Op.Concat(resolved), first.type(), shape, parts.toArray(new Tensor[0]));
  }

  /**
   * Returns the matrix product over the last two axes; axes before them broadcast.
   *
   * @param other (…, k, n), where this is (…, m, k)
   * @return (…, m, n)
   */
  public Tensor matmul(Tensor other) {
    ShapeRules.requireType("matmul, left,", this, DType.FLOAT32);
    ShapeRules.requireType("matmul, right,", other, DType.FLOAT32);
    Shape shape = ShapeRules.matMul(shape(), other.shape());
    Op product = new Op.MatMul(Op.Form.AS_IS, Op.Form.AS_IS);
    return new Tensor(product, DType.FLOAT32, shape, this, other);
  }

  /**
   * Returns a one at each id and zeros elsewhere, on a new last axis. An id outside [0, depth)
   * gives zeros only, so that an unlabelled row (−1) adds nothing to a sum over classes.
   *
   * @param depth the number of classes
   * @return FLOAT32 rows
   */
  public Tensor oneHot(int depth) {
    ShapeRules.requireType("oneHot", this, DType.INT32);
    int[] dims = Arrays.copyOf(shape().dims(), shape().rank() + 1);
    dims[dims.length - 1] = depth;
    return new Tensor(new Op.OneHot(depth), DType.FLOAT32, Shape.of(dims), this);
  }

  /**
   * Looks up rows of this table (V, D), as an embedding does. The ids must come from the batch and
   * lie in [0, V).
   *
   * @param ids INT32 of any shape
   * @return FLOAT32 of the ids' shape and a last axis D
   */
  public Tensor gatherRows(Tensor ids) {
    ShapeRules.requireType("gatherRows, table,", this, DType.FLOAT32);
    ShapeRules.requireType("gatherRows, ids,", ids, DType.INT32);
    if (shape().rank() != 2) {
      throw new IllegalArgumentException(
          "gatherRows from shape "
              + shape()
              + ", expected a table (rows, width).\n"
              + "Maybe a reshape is missing.");
    }
    int[] dims = Arrays.copyOf(ids.shape().dims(), ids.shape().rank() + 1);
    dims[dims.length - 1] = shape().dim(1);
    return new Tensor(new Op.GatherRows(), DType.FLOAT32, Shape.of(dims), this, ids);
  }

  /**
   * Adds the rows of this tensor, (…, D), up into a table of zeros: row i is the sum of the rows
   * whose id is i.
   *
   * @param ids INT32 of this tensor's shape without the last axis, in [0, rows)
   * @param rows the number of rows of the table, at least 1
   * @return the table (rows, D)
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public Tensor scatterAddRows(Tensor ids, int rows) {
    ShapeRules.requireType("scatterAddRows", this, DType.FLOAT32);
    ShapeRules.requireType("scatterAddRows, ids,", ids, DType.INT32);
    boolean fits =
        shape().rank() >= 1
            && ShapeRules.withoutAxes(shape(), List.of(shape().rank() - 1)).equals(ids.shape());
    if (!fits) {
      throw new IllegalArgumentException(
          "scatterAddRows of "
              + shape()
              + " by ids "
              + ids.shape()
              + ", expected one id for each row.\nMaybe a reshape is missing.");
    }
    Shape table = Shape.of(rows, shape().dim(-1));
    return new Tensor(new Op.ScatterAddRows(rows), DType.FLOAT32, table, this, ids);
  }

  /**
   * Computes a two-dimensional cross-correlation.
   *
   * @param weights (O, C / groups, kH, kW), where this is (N, C, H, W)
   * @param window stride, padding and dilation
   * @param groups the number of groups the channels are split into; 1 for an ordinary convolution
   * @return (N, O, H', W')
   */
  public Tensor conv2d(Tensor weights, Window window, int groups) {
    ShapeRules.requireType("conv2d", this, DType.FLOAT32);
    ShapeRules.requireType("conv2d weights", weights, DType.FLOAT32);
    Shape shape = ShapeRules.conv2d(shape(), weights.shape(), window, groups);
    return new Tensor(new Op.Conv2d(window, groups), DType.FLOAT32, shape, this, weights);
  }

  /**
   * Returns the largest element of each window; padding never wins.
   *
   * @param size the side of the window
   * @param window stride and padding
   * @return (N, C, H', W'), where this is (N, C, H, W)
   */
  public Tensor maxPool2d(int size, Window window) {
    return pool2d(Op.PoolKind.MAX, size, window);
  }

  /**
   * Returns the mean of each window, padding counted as zeros.
   *
   * @param size the side of the window
   * @param window stride and padding
   * @return (N, C, H', W'), where this is (N, C, H, W)
   */
  public Tensor averagePool2d(int size, Window window) {
    return pool2d(Op.PoolKind.AVERAGE, size, window);
  }

  private Tensor pool2d(Op.PoolKind kind, int size, Window window) {
    ShapeRules.requireType("pooling", this, DType.FLOAT32);
    Shape shape = ShapeRules.pool2d(shape(), size, window);
    return new Tensor(new Op.Pool2d(kind, size, window), DType.FLOAT32, shape, this);
  }

  @Override
  public String toString() {
    return op + " → " + spec;
  }
}
