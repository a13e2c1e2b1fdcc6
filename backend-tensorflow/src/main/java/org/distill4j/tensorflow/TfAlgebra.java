package org.distill4j.tensorflow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.distill4j.program.Biases;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** Reads each primitive as operations of a TensorFlow graph. */
final class TfAlgebra implements Algebra<Output<?>> {
  private final TfNodes nodes;
  private final TfLeaves leaves;
  private final TfLayouts layouts;
  private final TfImages images;
  private final TfFusion fusion;
  private final Map<Output<?>, Output<?>> transposed = new HashMap<>();

  TfAlgebra(TfNodes nodes, TfLeaves leaves, TfFusion fusion) {
    this.nodes = nodes;
    this.leaves = leaves;
    this.layouts = new TfLayouts(nodes);
    this.images = new TfImages(nodes, layouts);
    this.fusion = fusion;
  }

  @Override
  public Output<?> variable(Tensor node, Op.Variable op) {
    return leaves.read(TfNames.value(op.name()), node.shape());
  }

  @Override
  public Output<?> feed(Tensor node, Op.Feed op) {
    return leaves.feed(op.index(), new TensorSpec(node.type(), node.shape()));
  }

  @Override
  public Output<?> scalar(Tensor node, Op.Scalar op) {
    return leaves.number(op.index());
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
    // TensorFlow then computes product and bias as one, with ReLU too.
    if (Biases.isAdded(node)) {
      return nodes.op("BiasAdd", left, right);
    }
    String type = type(op.kind());
    return layouts.combine(node, left, right, (l, r) -> nodes.op(type, l, r));
  }

  static String type(Op.BinaryKind kind) {
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
    return layouts.map(node, input, x -> unary(op.kind(), x));
  }

  private Output<?> unary(Op.UnaryKind kind, Output<?> input) {
    return switch (kind) {
      case NEGATE -> nodes.op("Neg", input);
      case EXP -> nodes.op("Exp", input);
      case LOG -> nodes.op("Log", input);
      case SQRT -> nodes.op("Sqrt", input);
      case ABS -> nodes.op("Abs", input);
      case RELU -> nodes.op("Relu", input);
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
      return nodes.op("BroadcastTo", nodes.number(1), nodes.integers(node.shape().dims()));
    } else if (op.exponent() == 1) {
      return input;
    } else if (op.exponent() == 2) {
      return layouts.map(node, input, x -> nodes.op("Mul", x, x));
    }
    Output<?> exponent = nodes.number(op.exponent());
    return layouts.map(node, input, x -> nodes.op("Pow", x, exponent));
  }

  @Override
  public Output<?> compare(Tensor node, Op.Compare op, Output<?> left, Output<?> right) {
    String type =
        switch (op.kind()) {
          case EQUAL -> "Equal";
          case LESS -> "Less";
          case LESS_OR_EQUAL -> "LessEqual";
        };
    return nodes.op(type, blocked(left), blocked(right));
  }

  @Override
  public Output<?> where(Tensor node, Output<?> condition, Output<?> yes, Output<?> no) {
    return fusion.pickedLoss(node).orElseGet(() -> nodes.op("SelectV2", condition, yes, no));
  }

  @Override
  public Output<?> cast(Tensor node, Output<?> input) {
    DataType type = TfMemory.type(node.type());
    return nodes.op("Cast", builder -> builder.setAttr("DstT", type), blocked(input));
  }

  @Override
  public Output<?> stopGradient(Tensor node, Output<?> input) {
    return blocked(input);
  }

  /** TensorFlow looks for gradients along integer paths too, and fails where there are none. */
  private Output<?> blocked(Output<?> input) {
    return nodes.op("StopGradient", input);
  }

  @Override
  public Output<?> reduce(Tensor node, Op.Reduce op, Output<?> input) {
    String type =
        switch (op.kind()) {
          case SUM -> "Sum";
          case MEAN -> "Mean";
          case MAX -> "Max";
        };
    int[] axes = op.axes().stream().mapToInt(Integer::intValue).toArray();
    return layouts.alongAxes(
        node,
        input,
        axes,
        (x, along) ->
            nodes.op(
                type, builder -> builder.setAttr("keep_dims", true), x, nodes.integers(along)));
  }

  @Override
  public Output<?> argMax(Tensor node, Op.ArgMax op, Output<?> input) {
    return nodes.op(
        "ArgMax",
        builder -> builder.setAttr("output_type", DataType.DT_INT32),
        blocked(input),
        nodes.integer(op.axis()));
  }

  @Override
  public Output<?> softmax(Tensor node, Op.Softmax op, Output<?> input) {
    return alongLast(node, op.axis(), input, last -> nodes.op("Softmax", last));
  }

  /** TensorFlow's gradient of LogSoftmax is right for two axes alone. */
  @Override
  public Output<?> logSoftmax(Tensor node, Op.LogSoftmax op, Output<?> input) {
    int classes = node.shape().dim(op.axis());
    int rows = Math.toIntExact(node.shape().size() / classes);
    if (node.shape().rank() == 2 && op.axis() == 1) {
      return nodes.op("LogSoftmax", input);
    }
    int[] dims = swapped(node.shape().dims(), op.axis());
    return alongLast(
        node,
        op.axis(),
        input,
        last -> nodes.reshape(nodes.op("LogSoftmax", nodes.reshape(last, rows, classes)), dims));
  }

  private Output<?> alongLast(
      Tensor node, int axis, Output<?> input, UnaryOperator<Output<?>> function) {
    int rank = node.shape().rank();
    if (axis == rank - 1) {
      return function.apply(input);
    }
    int[] order = new int[rank];
    Arrays.setAll(order, i -> i);
    int[] swap = swapped(order, axis);
    return nodes.transpose(function.apply(nodes.transpose(input, swap)), swap);
  }

  private static int[] swapped(int[] values, int axis) {
    int[] swapped = values.clone();
    swapped[axis] = values[values.length - 1];
    swapped[values.length - 1] = values[axis];
    return swapped;
  }

  @Override
  public Output<?> reshape(Tensor node, Output<?> input) {
    return fusion.sum(node).orElseGet(() -> nodes.reshape(input, node.shape().dims()));
  }

  @Override
  public Output<?> transpose(Tensor node, Op.Transpose op, Output<?> input) {
    Output<?> result =
        nodes.transpose(input, op.order().stream().mapToInt(Integer::intValue).toArray());
    if (op.order().equals(List.of(1, 0))) {
      transposed.put(result, input);
    }
    return result;
  }

  @Override
  public Output<?> broadcastTo(Tensor node, Output<?> input) {
    return nodes.op("BroadcastTo", input, nodes.integers(node.shape().dims()));
  }

  @Override
  public Output<?> slice(Tensor node, Op.Slice op, Output<?> input) {
    int[] begin = new int[node.shape().rank()];
    begin[op.axis()] = op.from();
    return nodes.op("Slice", input, nodes.integers(begin), nodes.integers(node.shape().dims()));
  }

  @Override
  public Output<?> concat(Tensor node, Op.Concat op, List<Output<?>> inputs) {
    return inputs.size() == 1
        ? nodes.op("Identity", inputs.get(0))
        : nodes.opOnList("ConcatV2", builder -> {}, inputs, nodes.integer(op.axis()));
  }

  @Override
  public Output<?> matMul(Tensor node, Op.MatMul op, Output<?> left, Output<?> right) {
    Shape leftShape = node.inputs().get(0).shape();
    if (node.inputs().get(1).shape().rank() > 2) {
      return nodes.op("BatchMatMulV2", left, right);
    } else if (leftShape.rank() == 2) {
      return product(left, right);
    }
    int width = leftShape.dim(-1);
    Output<?> rows = nodes.reshape(left, Math.toIntExact(leftShape.size() / width), width);
    return nodes.reshape(product(rows, right), node.shape().dims());
  }

  /** A matrix that was transposed just before is multiplied as it was. */
  private Output<?> product(Output<?> left, Output<?> right) {
    Output<?> leftBefore = transposed.getOrDefault(left, left);
    Output<?> rightBefore = transposed.getOrDefault(right, right);
    return nodes.op(
        "MatMul",
        builder ->
            builder
                .setAttr("transpose_a", !leftBefore.equals(left))
                .setAttr("transpose_b", !rightBefore.equals(right)),
        leftBefore,
        rightBefore);
  }

  @Override
  public Output<?> oneHot(Tensor node, Op.OneHot op, Output<?> ids) {
    return nodes.op(
        "OneHot", blocked(ids), nodes.integer(op.depth()), nodes.number(1), nodes.number(0));
  }

  @Override
  public Output<?> gatherRows(Tensor node, Output<?> table, Output<?> ids) {
    return nodes.op("GatherV2", table, blocked(ids), nodes.integer(0));
  }

  @Override
  public Output<?> conv2d(Tensor node, Op.Conv2d op, Output<?> input, Output<?> weights) {
    return images.conv2d(node, op, input, weights);
  }

  @Override
  public Output<?> pool2d(Tensor node, Op.Pool2d op, Output<?> input) {
    return images.pool2d(node, op, input);
  }
}
