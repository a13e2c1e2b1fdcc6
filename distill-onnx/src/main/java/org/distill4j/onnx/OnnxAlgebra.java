package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.distill4j.ir.Extent;
import org.distill4j.model.Weights;
import org.distill4j.program.Feed;
import org.distill4j.program.FreeRecording;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/** Writes each primitive as one or a few nodes of a graph; a tensor's handle is its name there. */
final class OnnxAlgebra implements Algebra<String> {
  private final FreeRecording recording;
  private final Weights weights;
  private final GraphBuilder graph;
  private final LengthLists lengths;

  OnnxAlgebra(FreeRecording recording, Weights weights, GraphBuilder graph, LengthLists lengths) {
    this.recording = recording;
    this.weights = weights;
    this.graph = graph;
    this.lengths = lengths;
  }

  private String node(Tensor node, String type, List<String> inputs, AttributeProto... attributes) {
    return graph.node(recording.layer(node), type, inputs, attributes);
  }

  @Override
  public String variable(Tensor node, Op.Variable op) {
    boolean state =
        recording.first().states().stream().anyMatch(spec -> spec.name().equals(op.name()));
    return state
        ? graph.state(op.name(), weights.get(op.name()))
        : graph.initializer(op.name(), weights.get(op.name()));
  }

  @Override
  public String feed(Tensor node, Op.Feed op) {
    if (recording.first().feeds().get(op.index()).source() instanceof Feed.Input input) {
      return node.type() == DType.INT32 ? whole(input.name()) : input.name();
    }
    throw new IllegalStateException("A model in evaluation takes inputs alone, yet it has " + node);
  }

  /** Inputs of whole numbers have 64 bits in the file. */
  private String whole(String input) {
    int type = OnnxTensors.type(DType.INT32).getNumber();
    return graph.node(input, "Cast", List.of(input), NodeAttributes.of("to", type));
  }

  @Override
  public String scalar(Tensor node, Op.Scalar op) {
    throw new IllegalStateException("A model in evaluation takes no scalars, yet it has " + node);
  }

  @Override
  public String literal(Tensor node, Op.Literal op) {
    return graph.number(op.value());
  }

  @Override
  public String constant(Tensor node, Op.Constant op) {
    List<Extent> extents = recording.extents(node);
    boolean fixed = extents.stream().allMatch(Extent.Fixed.class::isInstance);
    return fixed ? graph.constant(op.value()) : counted(node, extents);
  }

  /** The whole numbers from 0 on, as many as a free axis is long. */
  private String counted(Tensor node, List<Extent> extents) {
    String length = cast(node, lengths.of(node, extents), TensorProto.DataType.INT32);
    String limit = node(node, "Squeeze", List.of(length, graph.integers(0)));
    return node(node, "Range", List.of(integer(0), limit, integer(1)));
  }

  private String integer(int value) {
    return graph.constant(HostTensor.ofInts(Shape.scalar(), value));
  }

  @Override
  public String binary(Tensor node, Op.Binary op, String left, String right) {
    String type =
        switch (op.kind()) {
          case ADD -> "Add";
          case SUB -> "Sub";
          case MUL -> "Mul";
          case DIV -> "Div";
          case MAXIMUM -> "Max";
          case MINIMUM -> "Min";
        };
    return node(node, type, List.of(left, right));
  }

  @Override
  public String unary(Tensor node, Op.Unary op, String input) {
    return switch (op.kind()) {
      case NEGATE -> node(node, "Neg", List.of(input));
      case EXP -> node(node, "Exp", List.of(input));
      case LOG -> node(node, "Log", List.of(input));
      case SQRT -> node(node, "Sqrt", List.of(input));
      case ABS -> node(node, "Abs", List.of(input));
      case RELU -> node(node, "Relu", List.of(input));
      case GELU -> gelu(node, input);
      case SIGMOID -> node(node, "Sigmoid", List.of(input));
      case TANH -> node(node, "Tanh", List.of(input));
      case ERF -> node(node, "Erf", List.of(input));
    };
  }

  /** x · (1 + erf(x / √2)) / 2, as opset 18 has no Gelu yet; ONNX Runtime fuses it. */
  private String gelu(Tensor node, String input) {
    String scaled = node(node, "Div", List.of(input, graph.number(Math.sqrt(2))));
    String erf = node(node, "Erf", List.of(scaled));
    String raised = node(node, "Add", List.of(erf, graph.number(1)));
    String doubled = node(node, "Mul", List.of(input, raised));
    return node(node, "Mul", List.of(doubled, graph.number(0.5)));
  }

  @Override
  public String power(Tensor node, Op.Power op, String input) {
    return node(node, "Pow", List.of(input, graph.number(op.exponent())));
  }

  @Override
  public String compare(Tensor node, Op.Compare op, String left, String right) {
    String type =
        switch (op.kind()) {
          case EQUAL -> "Equal";
          case LESS -> "Less";
          case LESS_OR_EQUAL -> "LessOrEqual";
        };
    return node(node, type, List.of(left, right));
  }

  @Override
  public String where(Tensor node, String condition, String yes, String no) {
    return node(node, "Where", List.of(condition, yes, no));
  }

  @Override
  public String cast(Tensor node, String input) {
    return cast(node, input, OnnxTensors.type(node.type()));
  }

  private String cast(Tensor node, String input, TensorProto.DataType type) {
    return node(node, "Cast", List.of(input), NodeAttributes.of("to", type.getNumber()));
  }

  /** There are no gradients in the file. */
  @Override
  public String stopGradient(Tensor node, String input) {
    return input;
  }

  @Override
  public String reduce(Tensor node, Op.Reduce op, String input) {
    String type =
        switch (op.kind()) {
          case SUM -> "ReduceSum";
          case MEAN -> "ReduceMean";
          case MAX -> "ReduceMax";
        };
    String axes = graph.integers(op.axes().stream().mapToLong(Integer::longValue).toArray());
    return node(node, type, List.of(input, axes), NodeAttributes.of("keepdims", 1));
  }

  @Override
  public String argMax(Tensor node, Op.ArgMax op, String input) {
    AttributeProto axis = NodeAttributes.of("axis", op.axis());
    AttributeProto removed = NodeAttributes.of("keepdims", 0);
    String place = node(node, "ArgMax", List.of(input), axis, removed);
    return cast(node, place, TensorProto.DataType.INT32);
  }

  @Override
  public String softmax(Tensor node, Op.Softmax op, String input) {
    return node(node, "Softmax", List.of(input), NodeAttributes.of("axis", op.axis()));
  }

  @Override
  public String logSoftmax(Tensor node, Op.LogSoftmax op, String input) {
    return node(node, "LogSoftmax", List.of(input), NodeAttributes.of("axis", op.axis()));
  }

  @Override
  public String reshape(Tensor node, String input) {
    String target = lengths.reshaped(node, recording.extents(node));
    return node(node, "Reshape", List.of(input, target));
  }

  @Override
  public String transpose(Tensor node, Op.Transpose op, String input) {
    long[] order = op.order().stream().mapToLong(Integer::longValue).toArray();
    return node(node, "Transpose", List.of(input), NodeAttributes.of("perm", order));
  }

  @Override
  public String broadcastTo(Tensor node, String input) {
    String target = lengths.of(node, recording.extents(node));
    return node(node, "Expand", List.of(input, target));
  }

  @Override
  public String slice(Tensor node, Op.Slice op, String input) {
    Extent from = recording.extent(node, same -> ((Op.Slice) same.op()).from());
    Extent to = recording.extent(node, same -> ((Op.Slice) same.op()).to());
    String starts = lengths.of(node, List.of(from));
    String ends = lengths.of(node, List.of(to));
    return node(node, "Slice", List.of(input, starts, ends, graph.integers(op.axis())));
  }

  @Override
  public String pad(Tensor node, Op.Pad op, String input) {
    int rank = node.shape().rank();
    long[] pads = new long[2 * rank];
    pads[op.axis()] = op.before();
    pads[rank + op.axis()] = op.after();
    return node(node, "Pad", List.of(input, graph.integers(pads)));
  }

  @Override
  public String concat(Tensor node, Op.Concat op, List<String> inputs) {
    return node(node, "Concat", inputs, NodeAttributes.of("axis", op.axis()));
  }

  @Override
  public String matMul(Tensor node, Op.MatMul op, String left, String right) {
    return node(node, "MatMul", List.of(left, right));
  }

  /** Compares ids, since ONNX's OneHot counts negative ids from the end. */
  @Override
  public String oneHot(Tensor node, Op.OneHot op, String ids) {
    int[] range = IntStream.range(0, op.depth()).toArray();
    String places = graph.constant(HostTensor.ofInts(Shape.of(op.depth()), range));
    String column = node(node, "Unsqueeze", List.of(ids, graph.integers(-1)));
    String equal = node(node, "Equal", List.of(column, places));
    return cast(node, equal, TensorProto.DataType.FLOAT);
  }

  @Override
  public String gatherRows(Tensor node, String table, String ids) {
    return node(node, "Gather", List.of(table, ids), NodeAttributes.of("axis", 0));
  }

  @Override
  public String conv2d(Tensor node, Op.Conv2d op, String input, String kernel) {
    Window window = op.window();
    Shape shape = node.inputs().get(1).shape();
    return node(
        node,
        "Conv",
        List.of(input, kernel),
        NodeAttributes.of("kernel_shape", shape.dim(2), shape.dim(3)),
        NodeAttributes.of("strides", both(window.stride())),
        NodeAttributes.of("pads", everySide(window.padding())),
        NodeAttributes.of("dilations", both(window.dilation())),
        NodeAttributes.of("group", op.groups()));
  }

  @Override
  public String scatterAddRows(Tensor node, Op.ScatterAddRows op, String values, String ids) {
    throw gradient(node);
  }

  @Override
  public String conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, String gradient, String kernel) {
    throw gradient(node);
  }

  @Override
  public String conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, String gradient, String input) {
    throw gradient(node);
  }

  @Override
  public String pool2dGradient(Tensor node, Op.Pool2dGradient op, String gradient, String input) {
    throw gradient(node);
  }

  @Override
  public String pickMax2d(Tensor node, Op.PickMax2d op, String values, String input) {
    throw gradient(node);
  }

  private IllegalArgumentException gradient(Tensor node) {
    return new IllegalArgumentException(
        recording.describe(node)
            + " records "
            + node
            + ", expected operations of a forward pass.\n"
            + "Maybe the model gives its own gradient, as a SaliencyModel; export the model"
            + " within.");
  }

  @Override
  public String pool2d(Tensor node, Op.Pool2d op, String input) {
    AttributeProto size = NodeAttributes.of("kernel_shape", both(op.size()));
    AttributeProto strides = NodeAttributes.of("strides", both(op.window().stride()));
    AttributeProto pads = NodeAttributes.of("pads", everySide(op.window().padding()));
    return switch (op.kind()) {
      case MAX -> node(node, "MaxPool", List.of(input), size, strides, pads);
      case AVERAGE ->
          node(
              node,
              "AveragePool",
              List.of(input),
              size,
              strides,
              pads,
              NodeAttributes.of("count_include_pad", 1));
    };
  }

  private static long[] both(int length) {
    return new long[] {length, length};
  }

  private static long[] everySide(int length) {
    long[] sides = new long[4];
    Arrays.fill(sides, length);
    return sides;
  }
}
