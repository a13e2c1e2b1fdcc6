package org.distill4j.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.SimpleAlgebra;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** Reads each primitive as operations of a TensorFlow graph. */
final class TfKernels implements SimpleAlgebra<Output<?>> {
  private final TfNodes nodes;
  private final TfInputs inputs;
  private final TfComposites composites;
  private final Map<Output<?>, Moved> slices = new HashMap<>();
  private final Map<Output<?>, Moved> pads = new HashMap<>();

  /** Slices or paddings as one operation, along one axis after another. */
  private static final class Moved {
    private final Output<?> source;
    private final int[] amounts;

    Moved(Output<?> source, int... amounts) {
      this.source = source;
      this.amounts = amounts.clone();
    }
  }

  TfKernels(TfNodes nodes, TfInputs inputs) {
    this.nodes = nodes;
    this.inputs = inputs;
    this.composites = new TfComposites(nodes);
  }

  /**
   * Returns whether no correct kernel exists for a node: TensorFlow's softmax loses NaN beside
   * infinity, its ArgMax passes over NaN, and no gradient of its dilated convolutions is right.
   */
  static boolean lacks(Tensor node) {
    Op op = node.op();
    return op instanceof Op.Softmax
        || op instanceof Op.ArgMax
        || op instanceof Op.PickMax2d
        || (op instanceof Op.Unary unary && unary.kind() == Op.UnaryKind.GELU)
        || (op instanceof Op.LogSoftmax softmax && softmax.axis() < node.shape().rank() - 1)
        || (op instanceof Op.Pool2d pooling && pooling.window().padding() > 0)
        || (op instanceof Op.Pool2dGradient gradient && gradient.window().padding() > 0)
        || TfConvolution.of(node).filter(convolution -> !convolution.hasKernel()).isPresent();
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

  /** Adds a bias together with the product or convolution before it. */
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

  private static String type(Enum<?> kind) {
    return switch (kind.name()) {
      case "ADD" -> "AddV2";
      case "DIV" -> "RealDiv";
      case "NEGATE" -> "Neg";
      case "LESS_OR_EQUAL" -> "LessEqual";
      default -> kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
    };
  }

  @Override
  public Output<?> unary(Tensor node, Op.Unary op, Output<?> input) {
    // As a part of a product TensorFlow's Relu would make a NaN 0.
    return op.kind() == Op.UnaryKind.RELU
        ? nodes.op("Maximum", input, nodes.number(0))
        : nodes.op(type(op.kind()), input);
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
    return nodes.op(type(op.kind()), left, right);
  }

  /** Adds axes to the smaller operand of images, or TensorFlow fails to lay them out. */
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
    DataType type = TfMemory.type(node.type());
    return nodes.op("Cast", builder -> builder.setAttr("DstT", type), input);
  }

  @Override
  public Output<?> reduce(Tensor node, Op.Reduce op, Output<?> input) {
    return nodes.op(
        type(op.kind()),
        builder -> builder.setAttr("keep_dims", true),
        input,
        nodes.integers(ints(op.axes())));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public Output<?> logSoftmax(Tensor node, Op.LogSoftmax op, Output<?> input) {
    return nodes.op("LogSoftmax", input);
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
    Moved before = slices.getOrDefault(input, new Moved(input, new int[node.shape().rank()]));
    int[] begin = before.amounts.clone();
    begin[op.axis()] += op.from();
    Output<?> dims = nodes.integers(node.shape().dims());
    Output<?> sliced = nodes.op("Slice", before.source, nodes.integers(begin), dims);
    slices.put(sliced, new Moved(before.source, begin));
    return sliced;
  }

  @Override
  public Output<?> pad(Tensor node, Op.Pad op, Output<?> input) {
    Moved before = pads.getOrDefault(input, new Moved(input, new int[2 * node.shape().rank()]));
    int[] margins = before.amounts.clone();
    margins[2 * op.axis()] += op.before();
    margins[2 * op.axis() + 1] += op.after();
    Output<?> padded = nodes.op("Pad", before.source, nodes.matrix(2, margins));
    pads.put(padded, new Moved(before.source, margins));
    return padded;
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
    return convolution(node).forward(nodes, input, weights);
  }

  private static TfConvolution convolution(Tensor node) {
    return TfConvolution.of(node).orElseThrow();
  }

  @Override
  public Output<?> conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, Output<?> gradient, Output<?> weights) {
    return convolution(node).inputGradient(nodes, gradient, weights);
  }

  @Override
  public Output<?> conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, Output<?> gradient, Output<?> input) {
    return convolution(node).weightGradient(nodes, gradient, input);
  }

  @Override
  public Output<?> pool2d(Tensor node, Op.Pool2d op, Output<?> input) {
    if (op.kind() == Op.PoolKind.AVERAGE) {
      return pooled("AvgPool", op.size(), op.window(), input);
    }
    // TensorFlow's maximum passes over a NaN, and a mean of what is not negative finds it.
    Output<?> parts = nodes.op("Maximum", input, nodes.number(0));
    Output<?> mean = pooled("AvgPool", op.size(), op.window(), parts);
    Output<?> largest = pooled("MaxPool", op.size(), op.window(), input);
    return nodes.op("SelectV2", nodes.op("IsNan", mean), mean, largest);
  }

  @Override
  public Output<?> pool2dGradient(
      Tensor node, Op.Pool2dGradient op, Output<?> gradient, Output<?> input) {
    if (op.kind() == Op.PoolKind.AVERAGE) {
      Output<?> dims = nodes.integers(node.shape().dims());
      return pooled("AvgPoolGrad", op.size(), op.window(), dims, gradient);
    }
    Output<?> largest = pooled("MaxPool", op.size(), op.window(), input);
    return pooled("MaxPoolGrad", op.size(), op.window(), input, largest, gradient);
  }

  private Output<?> pooled(String type, int size, Window window, Output<?>... inputs) {
    return nodes.op(
        type,
        builder ->
            builder
                .setAttr("ksize", new long[] {1, 1, size, size})
                .setAttr("strides", new long[] {1, 1, window.stride(), window.stride()})
                .setAttr("padding", "VALID")
                .setAttr("data_format", "NCHW"),
        inputs);
  }

  @Override
  public List<Output<?>> composite(Composite composite, List<Output<?>> operands) {
    return composites
        .whole(composite, operands)
        .orElseGet(() -> composite.interpret(this, operands));
  }
}
