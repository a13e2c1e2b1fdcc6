package org.distill4j.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensorflow.TfValue.Form;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** Reads each primitive as operations of a TensorFlow graph. */
final class TfKernels implements Algebra<TfValue> {
  private final TfNodes nodes;
  private final TfInputs inputs;
  private final TfComposites composites;

  TfKernels(TfNodes nodes, TfInputs inputs) {
    this.nodes = nodes;
    this.inputs = inputs;
    this.composites = new TfComposites(nodes);
  }

  private TfValue plain(Tensor node, Output<?> output) {
    return TfValue.of(nodes, node.shape(), Form.PLAIN, output);
  }

  private TfValue plain(Tensor node, String type, Output<?>... inputs) {
    return plain(node, nodes.op(type, inputs));
  }

  /** A function of elements, in the form in which an operand is there. */
  private TfValue elementwise(
      Tensor node, Function<List<Output<?>>, Output<?>> function, TfValue... operands) {
    return TfForms.apply(nodes, node.shape(), function, List.of(operands));
  }

  private TfValue elementwise(Tensor node, String type, TfValue... operands) {
    return elementwise(node, x -> nodes.op(type, x.toArray(new Output<?>[0])), operands);
  }

  private TfValue mapped(Tensor node, UnaryOperator<Output<?>> function, TfValue input) {
    return elementwise(node, x -> function.apply(x.get(0)), input);
  }

  @Override
  public TfValue variable(Tensor node, Op.Variable op) {
    return inputs.variable(op.name(), node.shape());
  }

  @Override
  public TfValue feed(Tensor node, Op.Feed op) {
    return inputs.feed(op.index(), node.spec());
  }

  @Override
  public TfValue scalar(Tensor node, Op.Scalar op) {
    return inputs.number(given -> given[op.index()]);
  }

  @Override
  public TfValue literal(Tensor node, Op.Literal op) {
    return TfValue.number(nodes, given -> op.value(), () -> nodes.number(op.value()));
  }

  @Override
  public TfValue constant(Tensor node, Op.Constant op) {
    return plain(node, nodes.constant(op.value()));
  }

  @Override
  public TfValue binary(Tensor node, Op.Binary op, TfValue left, TfValue right) {
    return TfArithmetic.binary(op.kind(), left, right)
        .map(inputs::number)
        .or(() -> TfBiases.added(nodes, op.kind(), left, right))
        .orElseGet(() -> elementwise(node, type(op.kind()), left, right));
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
  public TfValue unary(Tensor node, Op.Unary op, TfValue input) {
    return mapped(node, x -> unary(op.kind(), x), input);
  }

  private Output<?> unary(Op.UnaryKind kind, Output<?> input) {
    return switch (kind) {
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
  public TfValue power(Tensor node, Op.Power op, TfValue input) {
    return mapped(node, x -> power(op.exponent(), x), input);
  }

  private Output<?> power(double exponent, Output<?> x) {
    if (exponent == 0) {
      return nodes.op("OnesLike", x);
    } else if (exponent == 2) {
      return nodes.op("Square", x);
    } else if (exponent == -0.5) {
      return nodes.op("Rsqrt", x);
    } else if (exponent == -1) {
      return nodes.op("Reciprocal", x);
    }
    return nodes.op("Pow", x, nodes.number(exponent));
  }

  @Override
  public TfValue compare(Tensor node, Op.Compare op, TfValue left, TfValue right) {
    String type =
        switch (op.kind()) {
          case EQUAL -> "Equal";
          case LESS -> "Less";
          case LESS_OR_EQUAL -> "LessEqual";
        };
    return elementwise(node, type, left, right);
  }

  @Override
  public TfValue where(Tensor node, TfValue condition, TfValue yes, TfValue no) {
    return elementwise(node, "SelectV2", condition, yes, no);
  }

  @Override
  public TfValue cast(Tensor node, TfValue input) {
    DataType type = TfMemory.type(node.type());
    return mapped(node, x -> nodes.op("Cast", builder -> builder.setAttr("DstT", type), x), input);
  }

  @Override
  public TfValue stopGradient(Tensor node, TfValue input) {
    return input;
  }

  @Override
  public TfValue reduce(Tensor node, Op.Reduce op, TfValue input) {
    String type =
        switch (op.kind()) {
          case SUM -> "Sum";
          case MEAN -> "Mean";
          case MAX -> "Max";
        };
    Form form = input.form() == Form.ROWS ? Form.PLAIN : input.form();
    int[] axes = op.axes().stream().mapToInt(axis -> TfValue.axis(form, axis)).toArray();
    Output<?> reduced =
        nodes.op(
            type,
            builder -> builder.setAttr("keep_dims", true),
            input.in(form),
            nodes.integers(axes));
    return TfValue.of(nodes, node.shape(), form, reduced);
  }

  /** TensorFlow passes over NaN, which is the largest of all. */
  @Override
  public TfValue argMax(Tensor node, Op.ArgMax op, TfValue input) {
    Output<?> axis = nodes.integer(op.axis());
    Output<?> largest = argMax(input.plain(), axis);
    if (node.inputs().get(0).type() != DType.FLOAT32) {
      return plain(node, largest);
    }
    Output<?> nan = nodes.op("IsNan", input.plain());
    Output<?> first =
        argMax(nodes.op("Cast", builder -> builder.setAttr("DstT", DataType.DT_FLOAT), nan), axis);
    return plain(node, nodes.op("SelectV2", nodes.op("Any", nan, axis), first, largest));
  }

  private Output<?> argMax(Output<?> input, Output<?> axis) {
    return nodes.op(
        "ArgMax", builder -> builder.setAttr("output_type", DataType.DT_INT32), input, axis);
  }

  /** TensorFlow's own softmax loses NaN beside infinity. */
  @Override
  public TfValue softmax(Tensor node, Op.Softmax op, TfValue input) {
    return alongLast(node, op.axis(), input, x -> nodes.op("Exp", nodes.op("LogSoftmax", x)));
  }

  @Override
  public TfValue logSoftmax(Tensor node, Op.LogSoftmax op, TfValue input) {
    return alongLast(node, op.axis(), input, x -> nodes.op("LogSoftmax", x));
  }

  private TfValue alongLast(
      Tensor node, int axis, TfValue input, UnaryOperator<Output<?>> function) {
    int rank = node.shape().rank();
    if (axis == rank - 1) {
      return plain(node, function.apply(input.plain()));
    }
    int[] swap = IntStream.range(0, rank).toArray();
    swap[axis] = rank - 1;
    swap[rank - 1] = axis;
    return plain(node, nodes.transpose(function.apply(nodes.transpose(input.plain(), swap)), swap));
  }

  @Override
  public TfValue reshape(Tensor node, TfValue input) {
    return plain(node, nodes.reshape(input.plain(), node.shape().dims()));
  }

  @Override
  public TfValue transpose(Tensor node, Op.Transpose op, TfValue input) {
    int[] order = op.order().stream().mapToInt(Integer::intValue).toArray();
    return plain(node, nodes.transpose(input.plain(), order));
  }

  /** An image can be repeated with its channels first or last, whichever is needed. */
  @Override
  public TfValue broadcastTo(Tensor node, TfValue input) {
    int[] dims = node.shape().dims();
    if (node.shape().rank() != 4) {
      return plain(node, repeated(input.plain(), dims));
    }
    int[] last = TfValue.lastShape(node.shape()).dims();
    return TfValue.lazy(
        nodes,
        node.shape(),
        Map.of(
            Form.PLAIN, () -> repeated(input.plain(), dims),
            Form.CHANNELS_LAST, () -> repeated(input.last(), last)));
  }

  private Output<?> repeated(Output<?> input, int... dims) {
    return nodes.op("BroadcastTo", input, nodes.integers(dims));
  }

  @Override
  public TfValue slice(Tensor node, Op.Slice op, TfValue input) {
    int[] begin = new int[node.shape().rank()];
    begin[op.axis()] = op.from();
    Output<?> dims = nodes.integers(node.shape().dims());
    return plain(node, "Slice", input.plain(), nodes.integers(begin), dims);
  }

  @Override
  public TfValue pad(Tensor node, Op.Pad op, TfValue input) {
    int[] margins = new int[2 * node.shape().rank()];
    margins[2 * op.axis()] = op.before();
    margins[2 * op.axis() + 1] = op.after();
    return plain(node, "Pad", input.plain(), nodes.matrix(2, margins));
  }

  @Override
  public TfValue concat(Tensor node, Op.Concat op, List<TfValue> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    boolean last = parts.stream().anyMatch(part -> part.form() == Form.CHANNELS_LAST);
    Form form = last ? Form.CHANNELS_LAST : Form.PLAIN;
    List<Output<?>> outputs = parts.stream().<Output<?>>map(part -> part.in(form)).toList();
    Output<?> axis = nodes.integer(TfValue.axis(form, op.axis()));
    return TfValue.of(nodes, node.shape(), form, nodes.joined("ConcatV2", outputs, axis));
  }

  @Override
  public TfValue matMul(Tensor node, Op.MatMul op, TfValue left, TfValue right) {
    boolean turnsLeft = op.left() == Op.Form.TRANSPOSED;
    boolean turnsRight = op.right() == Op.Form.TRANSPOSED;
    boolean rows = right.shape().rank() == 2 && (left.shape().rank() == 2 || !turnsLeft);
    if (!rows) {
      Consumer<OperationBuilder> turns =
          builder -> builder.setAttr("adj_x", turnsLeft).setAttr("adj_y", turnsRight);
      return plain(node, nodes.op("BatchMatMulV2", turns, left.plain(), right.plain()));
    }
    Consumer<OperationBuilder> turns =
        builder -> builder.setAttr("transpose_a", turnsLeft).setAttr("transpose_b", turnsRight);
    Form form = left.shape().rank() == 2 ? Form.PLAIN : Form.ROWS;
    return TfValue.of(
        nodes, node.shape(), form, nodes.op("MatMul", turns, left.rows(), right.plain()));
  }

  @Override
  public TfValue oneHot(Tensor node, Op.OneHot op, TfValue ids) {
    Output<?> depth = nodes.integer(op.depth());
    return plain(node, "OneHot", ids.plain(), depth, nodes.number(1), nodes.number(0));
  }

  @Override
  public TfValue gatherRows(Tensor node, TfValue table, TfValue ids) {
    return plain(
        node,
        inputs
            .rows(table, ids.plain())
            .orElseGet(() -> nodes.op("GatherV2", table.plain(), ids.plain(), nodes.integer(0))));
  }

  @Override
  public TfValue scatterAddRows(Tensor node, Op.ScatterAddRows op, TfValue values, TfValue ids) {
    boolean flat = ids.shape().rank() == 1;
    Output<?> rows = flat ? values.plain() : nodes.reshape(values.plain(), -1, node.shape().dim(1));
    Output<?> places = flat ? ids.plain() : nodes.reshape(ids.plain(), -1);
    return plain(node, nodes.op("UnsortedSegmentSum", rows, places, nodes.integer(op.rows())));
  }

  @Override
  public TfValue conv2d(Tensor node, Op.Conv2d op, TfValue input, TfValue weights) {
    return TfConvolution.of(nodes, op.window(), op.groups(), input.shape(), weights.shape())
        .forward(node.shape(), input, weights);
  }

  @Override
  public TfValue conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, TfValue gradient, TfValue weights) {
    return TfConvolution.of(nodes, op.window(), op.groups(), node.shape(), weights.shape())
        .inputGradient(gradient, weights);
  }

  @Override
  public TfValue conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, TfValue gradient, TfValue input) {
    return TfConvolution.of(nodes, op.window(), op.groups(), input.shape(), node.shape())
        .weightGradient(gradient, input);
  }

  @Override
  public TfValue pool2d(Tensor node, Op.Pool2d op, TfValue input) {
    TfPooling pooling = new TfPooling(nodes, op.size(), op.window(), input);
    return op.kind() == Op.PoolKind.MAX ? pooling.max(node.shape()) : pooling.average(node.shape());
  }

  @Override
  public TfValue pool2dGradient(
      Tensor node, Op.Pool2dGradient op, TfValue gradient, TfValue input) {
    TfPooling pooling = new TfPooling(nodes, op.size(), op.window(), input);
    return op.kind() == Op.PoolKind.MAX
        ? pooling.maxGradient(gradient)
        : pooling.averageGradient(gradient);
  }

  @Override
  public TfValue pickMax2d(Tensor node, Op.PickMax2d op, TfValue values, TfValue input) {
    return new TfPooling(nodes, op.size(), op.window(), input).pickMax(node.shape(), values);
  }

  @Override
  public List<TfValue> composite(Composite composite, List<TfValue> operands) {
    return composites
        .whole(composite, operands)
        .orElseGet(() -> composite.interpret(this, operands));
  }
}
