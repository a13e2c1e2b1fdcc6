package org.distill4j.tensorflow;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** Reads each primitive as operations of a TensorFlow graph. */
final class TfKernels implements Algebra<Output<?>> {
  private final TfNodes nodes;
  private final TfInputs inputs;
  private final TfComposites composites;

  TfKernels(TfNodes nodes, TfInputs inputs) {
    this.nodes = nodes;
    this.inputs = inputs;
    this.composites = new TfComposites(nodes);
  }

  @Override
  public Output<?> variable(Tensor node, Op.Variable op) {
    return inputs.variable(op.name(), node.shape());
  }

  @Override
  public Output<?> feed(Tensor node, Op.Feed op) {
    return inputs.feed(op.index(), node.spec());
  }

  @Override
  public Output<?> scalar(Tensor node, Op.Scalar op) {
    return inputs.scalar(op.index());
  }

  @Override
  public Output<?> literal(Tensor node, Op.Literal op) {
    return nodes.number(op.value());
  }

  @Override
  public Output<?> constant(Tensor node, Op.Constant op) {
    return nodes.constant(op.value());
  }

  @Override
  public Output<?> binary(Tensor node, Op.Binary op, Output<?> left, Output<?> right) {
    return op.kind() == Op.BinaryKind.ADD
        ? added(node.shape(), left, right)
        : nodes.op(type(op.kind()), left, right);
  }

  /** TensorFlow adds a bias together with the product or convolution before it. */
  private Output<?> added(Shape shape, Output<?> left, Output<?> right) {
    Shape bias = TfMemory.shape(right);
    if (!TfMemory.shape(left).equals(shape) || shape.rank() < 2) {
      return nodes.op("AddV2", left, right);
    } else if (bias.equals(Shape.of(shape.dim(-1)))) {
      return nodes.op("BiasAdd", left, right);
    } else if (shape.rank() == 4 && isForChannels(bias, shape.dim(1))) {
      Output<?> vector = nodes.reshape(right, shape.dim(1));
      return nodes.op("BiasAdd", builder -> builder.setAttr("data_format", "NCHW"), left, vector);
    }
    return nodes.op("AddV2", left, right);
  }

  private static boolean isForChannels(Shape bias, int channels) {
    return bias.rank() > 2 && bias.dim(-3) == channels && bias.size() == channels;
  }

  private static String type(Op.BinaryKind kind) {
    return switch (kind) {
      case ADD -> "AddV2";
      case SUB -> "Sub";
      case MUL -> "Mul";
      case DIV -> "RealDiv";
      case MAXIMUM -> "Maximum";
      case MINIMUM -> "Minimum";
    };
  }

  @Override
  public Output<?> unary(Tensor node, Op.Unary op, Output<?> input) {
    return switch (op.kind()) {
      case NEGATE -> nodes.op("Neg", input);
      case EXP -> nodes.op("Exp", input);
      case LOG -> nodes.op("Log", input);
      case SQRT -> nodes.op("Sqrt", input);
      case ABS -> nodes.op("Abs", input);
      // As a part of a product TensorFlow's Relu would make a NaN 0.
      case RELU -> nodes.op("Maximum", input, nodes.number(0));
      case GELU -> gelu(input);
      case SIGMOID -> nodes.op("Sigmoid", input);
      case TANH -> nodes.op("Tanh", input);
      case ERF -> nodes.op("Erf", input);
    };
  }

  private Output<?> gelu(Output<?> input) {
    Output<?> erf = nodes.op("Erf", nodes.op("Mul", input, nodes.number(Math.sqrt(0.5))));
    Output<?> twice = nodes.op("AddV2", erf, nodes.number(1));
    return nodes.op("Mul", nodes.op("Mul", input, nodes.number(0.5)), twice);
  }

  @Override
  public Output<?> power(Tensor node, Op.Power op, Output<?> input) {
    if (op.exponent() == 0) {
      return nodes.op("OnesLike", input);
    } else if (op.exponent() == 2) {
      return nodes.op("Square", input);
    } else if (op.exponent() == -0.5) {
      return nodes.op("Rsqrt", input);
    } else if (op.exponent() == -1) {
      return nodes.op("Reciprocal", input);
    }
    return nodes.op("Pow", input, nodes.number(op.exponent()));
  }

  @Override
  public Output<?> compare(Tensor node, Op.Compare op, Output<?> left, Output<?> right) {
    String type =
        switch (op.kind()) {
          case EQUAL -> "Equal";
          case LESS -> "Less";
          case LESS_OR_EQUAL -> "LessEqual";
        };
    return nodes.op(type, left, right);
  }

  /** With images, what is smaller gets as many axes, or TensorFlow fails to lay them out. */
  @Override
  public Output<?> where(Tensor node, Output<?> condition, Output<?> yes, Output<?> no) {
    Output<?>[] operands =
        Stream.of(condition, yes, no)
            .map(each -> node.shape().rank() == 4 ? nodes.image(each) : each)
            .toArray(Output<?>[]::new);
    return nodes.op("SelectV2", operands);
  }

  @Override
  public Output<?> cast(Tensor node, Output<?> input) {
    return cast(TfMemory.type(node.type()), input);
  }

  private Output<?> cast(DataType type, Output<?> input) {
    return nodes.op("Cast", builder -> builder.setAttr("DstT", type), input);
  }

  @Override
  public Output<?> stopGradient(Tensor node, Output<?> input) {
    return input;
  }

  @Override
  public Output<?> reduce(Tensor node, Op.Reduce op, Output<?> input) {
    String type =
        switch (op.kind()) {
          case SUM -> "Sum";
          case MEAN -> "Mean";
          case MAX -> "Max";
        };
    return nodes.op(
        type,
        builder -> builder.setAttr("keep_dims", true),
        input,
        nodes.integers(ints(op.axes())));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** TensorFlow passes over NaN, which is the largest of all. */
  @Override
  public Output<?> argMax(Tensor node, Op.ArgMax op, Output<?> input) {
    Output<?> axis = nodes.integer(op.axis());
    Output<?> largest = argMax(input, axis);
    if (node.inputs().get(0).type() != DType.FLOAT32) {
      return largest;
    }
    Output<?> nan = nodes.op("IsNan", input);
    Output<?> first = argMax(cast(DataType.DT_FLOAT, nan), axis);
    return nodes.op("SelectV2", nodes.op("Any", nan, axis), first, largest);
  }

  private Output<?> argMax(Output<?> input, Output<?> axis) {
    return nodes.op(
        "ArgMax", builder -> builder.setAttr("output_type", DataType.DT_INT32), input, axis);
  }

  /** TensorFlow's own softmax loses NaN beside infinity. */
  @Override
  public Output<?> softmax(Tensor node, Op.Softmax op, Output<?> input) {
    return alongLast(node, op.axis(), input, x -> nodes.op("Exp", nodes.op("LogSoftmax", x)));
  }

  @Override
  public Output<?> logSoftmax(Tensor node, Op.LogSoftmax op, Output<?> input) {
    return alongLast(node, op.axis(), input, x -> nodes.op("LogSoftmax", x));
  }

  private Output<?> alongLast(
      Tensor node, int axis, Output<?> input, UnaryOperator<Output<?>> function) {
    int rank = node.shape().rank();
    if (axis == rank - 1) {
      return function.apply(input);
    }
    int[] swap = IntStream.range(0, rank).toArray();
    swap[axis] = rank - 1;
    swap[rank - 1] = axis;
    return nodes.transpose(function.apply(nodes.transpose(input, swap)), swap);
  }

  @Override
  public Output<?> reshape(Tensor node, Output<?> input) {
    return nodes.reshape(input, node.shape().dims());
  }

  @Override
  public Output<?> transpose(Tensor node, Op.Transpose op, Output<?> input) {
    return nodes.transpose(input, ints(op.order()));
  }

  @Override
  public Output<?> broadcastTo(Tensor node, Output<?> input) {
    return nodes.op("BroadcastTo", input, nodes.integers(node.shape().dims()));
  }

  @Override
  public Output<?> slice(Tensor node, Op.Slice op, Output<?> input) {
    int[] begin = new int[node.shape().rank()];
    begin[op.axis()] = op.from();
    Output<?> dims = nodes.integers(node.shape().dims());
    return nodes.op("Slice", input, nodes.integers(begin), dims);
  }

  @Override
  public Output<?> pad(Tensor node, Op.Pad op, Output<?> input) {
    int[] margins = new int[2 * node.shape().rank()];
    margins[2 * op.axis()] = op.before();
    margins[2 * op.axis() + 1] = op.after();
    return nodes.op("Pad", input, nodes.matrix(2, margins));
  }

  @Override
  public Output<?> concat(Tensor node, Op.Concat op, List<Output<?>> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : nodes.joined("ConcatV2", parts, nodes.integer(op.axis()));
  }

  @Override
  public Output<?> matMul(Tensor node, Op.MatMul op, Output<?> left, Output<?> right) {
    boolean turnsLeft = op.left() == Op.Form.TRANSPOSED;
    boolean turnsRight = op.right() == Op.Form.TRANSPOSED;
    Shape shape = node.inputs().get(0).shape();
    boolean isMatrix = node.inputs().get(1).shape().rank() == 2;
    if (!isMatrix || (shape.rank() > 2 && turnsLeft)) {
      Consumer<OperationBuilder> turns =
          builder -> builder.setAttr("adj_x", turnsLeft).setAttr("adj_y", turnsRight);
      return nodes.op("BatchMatMulV2", turns, left, right);
    }
    Consumer<OperationBuilder> turns =
        builder -> builder.setAttr("transpose_a", turnsLeft).setAttr("transpose_b", turnsRight);
    if (shape.rank() == 2) {
      return nodes.op("MatMul", turns, left, right);
    }
    Output<?> rows = nodes.reshape(left, -1, shape.dim(-1));
    return nodes.reshape(nodes.op("MatMul", turns, rows, right), node.shape().dims());
  }

  @Override
  public Output<?> oneHot(Tensor node, Op.OneHot op, Output<?> ids) {
    Output<?> depth = nodes.integer(op.depth());
    return nodes.op("OneHot", ids, depth, nodes.number(1), nodes.number(0));
  }

  @Override
  public Output<?> gatherRows(Tensor node, Output<?> table, Output<?> ids) {
    return inputs.rows(table, ids);
  }

  @Override
  public Output<?> scatterAddRows(
      Tensor node, Op.ScatterAddRows op, Output<?> values, Output<?> ids) {
    return nodes.op("UnsortedSegmentSum", values, ids, nodes.integer(op.rows()));
  }

  @Override
  public Output<?> conv2d(Tensor node, Op.Conv2d op, Output<?> input, Output<?> weights) {
    Shape image = TfMemory.shape(input);
    return new TfConvolution(nodes, op.window(), op.groups(), image, TfMemory.shape(weights))
        .forward(input, weights);
  }

  @Override
  public Output<?> conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, Output<?> gradient, Output<?> weights) {
    Shape image = node.shape();
    return new TfConvolution(nodes, op.window(), op.groups(), image, TfMemory.shape(weights))
        .inputGradient(gradient, weights);
  }

  @Override
  public Output<?> conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, Output<?> gradient, Output<?> input) {
    Shape image = TfMemory.shape(input);
    return new TfConvolution(nodes, op.window(), op.groups(), image, node.shape())
        .weightGradient(gradient, input);
  }

  @Override
  public Output<?> pool2d(Tensor node, Op.Pool2d op, Output<?> input) {
    TfPooling pooling = new TfPooling(nodes, op.size(), op.window(), input);
    return op.kind() == Op.PoolKind.MAX ? pooling.max() : pooling.average();
  }

  @Override
  public Output<?> pool2dGradient(
      Tensor node, Op.Pool2dGradient op, Output<?> gradient, Output<?> input) {
    TfPooling pooling = new TfPooling(nodes, op.size(), op.window(), input);
    return op.kind() == Op.PoolKind.MAX
        ? pooling.maxGradient(gradient)
        : pooling.averageGradient(gradient);
  }

  @Override
  public Output<?> pickMax2d(Tensor node, Op.PickMax2d op, Output<?> values, Output<?> input) {
    return new TfPooling(nodes, op.size(), op.window(), input).pickMax(values);
  }

  @Override
  public List<Output<?>> composite(Composite composite, List<Output<?>> operands) {
    return composites
        .whole(composite, operands)
        .orElseGet(() -> composite.interpret(this, operands));
  }
}
