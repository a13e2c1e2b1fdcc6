package org.distill4j.tutorial;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.SimpleAlgebra;
import org.distill4j.tensor.Tensor;

/**
 * The primitives on arrays, which are never changed once they are computed. A node has its shape
 * and those of its inputs.
 *
 * @param variables the variables before the run
 * @param feeds what the run is fed with
 * @param scalars the numbers that it is given
 */
record ArrayAlgebra(Map<String, double[]> variables, List<double[]> feeds, List<Double> scalars)
    implements SimpleAlgebra<double[]> {
  static double[] fill(Shape shape, IntToDoubleFunction function) {
    double[] elements = new double[(int) shape.size()];
    Arrays.setAll(elements, function);
    return elements;
  }

  private static double[] pick(double[] from, int... places) {
    return Arrays.stream(places).mapToDouble(place -> from[place]).toArray();
  }

  private static Shape shape(Tensor node, int input) {
    return node.inputs().get(input).shape();
  }

  /** One of a node's inputs, repeated to the shape of the node. */
  private static double[] repeated(Tensor node, int input, double[] elements) {
    return shape(node, input).equals(node.shape())
        ? elements
        : pick(elements, ElementIndexes.repeat(shape(node, input), node.shape()));
  }

  @Override
  public double[] variable(Tensor node, Op.Variable op) {
    return Objects.requireNonNull(variables.get(op.name()));
  }

  @Override
  public double[] feed(Tensor node, Op.Feed op) {
    return feeds.get(op.index());
  }

  @Override
  public double[] scalar(Tensor node, Op.Scalar op) {
    return new double[] {scalars.get(op.index())};
  }

  @Override
  public double[] literal(Tensor node, Op.Literal op) {
    return new double[] {op.value()};
  }

  @Override
  public double[] constant(Tensor node, Op.Constant op) {
    return ArrayExecutable.fromHost(op.value());
  }

  @Override
  public double[] binary(Tensor node, Op.Binary op, double[] left, double[] right) {
    return zip(node, ElementFunctions.of(op.kind()), left, right);
  }

  @Override
  public double[] compare(Tensor node, Op.Compare op, double[] left, double[] right) {
    return zip(node, ElementFunctions.of(op.kind()), left, right);
  }

  private static double[] zip(Tensor node, DoubleBinaryOperator f, double[] left, double[] right) {
    double[] a = repeated(node, 0, left);
    double[] b = repeated(node, 1, right);
    return fill(node.shape(), i -> f.applyAsDouble(a[i], b[i]));
  }

  @Override
  public double[] unary(Tensor node, Op.Unary op, double[] input) {
    return Arrays.stream(input).map(ElementFunctions.of(op.kind())).toArray();
  }

  @Override
  public double[] power(Tensor node, Op.Power op, double[] input) {
    return Arrays.stream(input).map(x -> Math.pow(x, op.exponent())).toArray();
  }

  @Override
  public double[] where(Tensor node, double[] condition, double[] yes, double[] no) {
    double[] holds = repeated(node, 0, condition);
    double[] a = repeated(node, 1, yes);
    double[] b = repeated(node, 2, no);
    return fill(node.shape(), i -> holds[i] != 0 ? a[i] : b[i]);
  }

  @Override
  public double[] cast(Tensor node, double[] input) {
    return node.type() == DType.INT32 ? Arrays.stream(input).map(x -> (int) x).toArray() : input;
  }

  @Override
  public double[] reshape(Tensor node, double[] input) {
    return input;
  }

  @Override
  public double[] broadcastTo(Tensor node, double[] input) {
    return repeated(node, 0, input);
  }

  @Override
  public double[] transpose(Tensor node, Op.Transpose op, double[] input) {
    int[] strides = ElementIndexes.strides(shape(node, 0));
    int[] reordered = op.order().stream().mapToInt(axis -> strides[axis]).toArray();
    return pick(input, ElementIndexes.walk(node.shape(), 0, reordered));
  }

  @Override
  public double[] slice(Tensor node, Op.Slice op, double[] input) {
    int[] strides = ElementIndexes.strides(shape(node, 0));
    return pick(input, ElementIndexes.walk(node.shape(), op.from() * strides[op.axis()], strides));
  }

  @Override
  public double[] concat(Tensor node, Op.Concat op, List<double[]> inputs) {
    double[] joined = new double[(int) node.shape().size()];
    int[] strides = ElementIndexes.strides(node.shape());
    int from = 0;
    for (int part = 0; part < inputs.size(); part++) {
      int[] places = ElementIndexes.walk(shape(node, part), from * strides[op.axis()], strides);
      for (int i = 0; i < places.length; i++) {
        joined[places[i]] = inputs.get(part)[i];
      }
      from += shape(node, part).dim(op.axis());
    }
    return joined;
  }

  @Override
  public double[] reduce(Tensor node, Op.Reduce op, double[] input) {
    int[] group = ElementIndexes.groups(shape(node, 0), op.axes());
    boolean sums = op.kind() == Op.ReduceKind.SUM;
    double[] reduced = fill(node.shape(), i -> sums ? 0 : Double.NEGATIVE_INFINITY);
    for (int i = 0; i < input.length; i++) {
      double before = reduced[group[i]];
      reduced[group[i]] = sums ? before + input[i] : Math.max(before, input[i]);
    }
    return reduced;
  }

  @Override
  public double[] matMul(Tensor node, Op.MatMul op, double[] left, double[] right) {
    Matrices a = new Matrices(shape(node, 0), op.left());
    Matrices b = new Matrices(shape(node, 1), op.right());
    return Matrices.product(a, left, b, right, node.shape());
  }

  @Override
  public double[] gatherRows(Tensor node, double[] table, double[] ids) {
    int width = node.shape().dim(-1);
    return fill(node.shape(), i -> table[((int) ids[i / width]) * width + i % width]);
  }

  @Override
  public double[] scatterAddRows(Tensor node, Op.ScatterAddRows op, double[] values, double[] ids) {
    int width = node.shape().dim(-1);
    double[] table = new double[(int) node.shape().size()];
    for (int i = 0; i < values.length; i++) {
      table[((int) ids[i / width]) * width + i % width] += values[i];
    }
    return table;
  }
}
