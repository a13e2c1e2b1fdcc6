package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("An operator of an ONNX file gives what ONNX Runtime gives:")
class OnnxOperatorsTest extends OperatorRows {
  private void unary(String type, AttributeProto... attributes) {
    add(
        type + Arrays.toString(attributes).replaceAll("\\s+", " "),
        tokens()
            .initializer("half", scalar(0.5))
            .node("Sub", "centred", List.of("x", "half"))
            .node(type, "y", List.of("centred"), attributes));
  }

  @TestFactory
  @DisplayName("of one number")
  Stream<DynamicTest> numbers() {
    Stream.of(
            "Neg",
            "Exp",
            "Abs",
            "Relu",
            "Sigmoid",
            "Tanh",
            "Erf",
            "Softplus",
            "Softsign",
            "Elu",
            "LeakyRelu",
            "Selu",
            "HardSigmoid",
            "HardSwish",
            "Floor",
            "Ceil",
            "Celu",
            "Sign",
            "Round",
            "Sin",
            "Cos",
            "Identity",
            "Dropout")
        .forEach(this::unary);
    unary("LeakyRelu", number("alpha", 0.3f));
    unary("Elu", number("alpha", 2));
    unary("HardSigmoid", number("alpha", 0.5f), number("beta", 0.4f));
    unary("Softmax");
    unary("Softmax", NodeAttributes.of("axis", 1));
    unary("LogSoftmax", NodeAttributes.of("axis", -1));
    unary("LpNormalization", NodeAttributes.of("axis", -1));
    for (String type : List.of("Sin", "Cos", "Round")) {
      add(
          type + " of large numbers",
          tokens()
              .initializer("factor", scalar(2048))
              .node("Mul", "large", List.of("x", "factor"))
              .node(type, "y", List.of("large")));
    }
    for (String type : List.of("Gelu")) {
      for (String approximate : List.of("none", "tanh")) {
        add(
            type + approximate,
            tokens().opset(20).node(type, "y", List.of("x"), text("approximate", approximate)));
      }
    }
    add(
        "Softmax of opset 11",
        images().opset(11).node("Softmax", "y", List.of("x")),
        "batch",
        2,
        7,
        7);
    return rows();
  }

  @TestFactory
  @DisplayName("of several numbers")
  Stream<DynamicTest> arithmetic() {
    for (String type : List.of("Add", "Sub", "Mul", "Div", "Max", "Min", "Sum", "Mean")) {
      add(type, tokens().initializer("w", random(4)).node(type, "y", List.of("x", "w")));
    }
    add("Pow", tokens().initializer("e", scalar(3)).node("Pow", "y", List.of("x", "e")));
    add(
        "Clip",
        tokens()
            .initializer("low", scalar(0.3))
            .initializer("high", scalar(0.6))
            .node("Clip", "y", List.of("x", "low", "high")));
    add(
        "Clip below",
        tokens().initializer("high", scalar(0.6)).node("Clip", "y", List.of("x", "", "high")));
    add("PRelu", tokens().initializer("w", random(4)).node("PRelu", "y", List.of("x", "w")));
    for (String type : List.of("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual")) {
      add(
          type,
          tokens()
              .initializer("w", random(4))
              .node(type, "c", List.of("x", "w"))
              .node("Not", "n", List.of("c"))
              .node("Or", "o", List.of("c", "n"))
              .node("And", "a", List.of("o", "c"))
              .node("Where", "y", List.of("a", "x", "w")));
    }
    return rows();
  }

  @TestFactory
  @DisplayName("over axes")
  Stream<DynamicTest> reductions() {
    for (String type :
        List.of(
            "ReduceMean",
            "ReduceMax",
            "ReduceMin",
            "ReduceL1",
            "ReduceL2",
            "ReduceSumSquare",
            "ReduceLogSum",
            "ReduceLogSumExp")) {
      add(
          type,
          tokens()
              .node(
                  type,
                  "y",
                  List.of("x"),
                  NodeAttributes.of("axes", new long[] {1}),
                  NodeAttributes.of("keepdims", 0)),
          "batch",
          4);
      add(
          type + " of opset 18",
          tokens().opset(18).initializer("axes", -1).node(type, "y", List.of("x", "axes")),
          "batch",
          "length",
          1);
    }
    add(
        "ReduceSum",
        tokens().initializer("axes", 1, 2).node("ReduceSum", "y", List.of("x", "axes")),
        "batch",
        1,
        1);
    add(
        "LayerNormalization",
        tokens()
            .initializer("w", random(4))
            .initializer("b", random(4))
            .node("LayerNormalization", "y", List.of("x", "w", "b"), number("epsilon", 1e-3f)));
    add(
        "BatchNormalization",
        images()
            .initializer("w", random(2))
            .initializer("b", random(2))
            .initializer("m", random(2))
            .initializer("v", HostTensor.ofFloats(Shape.of(2), 0.5f, 2))
            .node("BatchNormalization", "y", List.of("x", "w", "b", "m", "v")),
        "batch",
        2,
        7,
        7);
    for (int opset : new int[] {18, 21}) {
      int each = opset == 18 ? 2 : 4;
      add(
          "GroupNormalization of opset " + opset,
          new Graphs()
              .opset(opset)
              .input("x", DataType.FLOAT, "batch", 4, 5)
              .initializer("w", random(each))
              .initializer("b", random(each))
              .node(
                  "GroupNormalization",
                  "y",
                  List.of("x", "w", "b"),
                  NodeAttributes.of("num_groups", 2)),
          "batch",
          4,
          5);
    }
    for (String type : List.of("ArgMax", "ArgMin")) {
      add(
          type,
          tokens()
              .node(
                  type,
                  "at",
                  List.of("x"),
                  NodeAttributes.of("axis", 2),
                  NodeAttributes.of("keepdims", 0))
              .node("Cast", "y", List.of("at"), NodeAttributes.of("to", DataType.FLOAT_VALUE)),
          "batch",
          "length");
    }
    add(
        "InstanceNormalization",
        images()
            .initializer("w", random(2))
            .initializer("b", random(2))
            .node("InstanceNormalization", "y", List.of("x", "w", "b")),
        "batch",
        2,
        7,
        7);
    return rows();
  }

  @TestFactory
  @DisplayName("of matrices and images")
  Stream<DynamicTest> products() {
    add(
        "MatMul",
        tokens().initializer("w", random(4, 3)).node("MatMul", "y", List.of("x", "w")),
        "batch",
        "length",
        3);
    add(
        "MatMul with a vector",
        tokens().initializer("w", random(4)).node("MatMul", "y", List.of("x", "w")),
        "batch",
        "length");
    add(
        "Gemm",
        new Graphs()
            .input("x", DataType.FLOAT, "batch", 4)
            .initializer("w", random(3, 4))
            .initializer("b", random(3))
            .node(
                "Gemm",
                "y",
                List.of("x", "w", "b"),
                NodeAttributes.of("transB", 1),
                number("alpha", 0.5f),
                number("beta", 2)),
        "batch",
        3);
    einsum("blw,wv->blv", random(4, 3), 3);
    einsum("blw,hwv->blv", random(2, 4, 3), 3);
    einsum("b l w , w -> b l w", random(4), 4);
    einsum("blw,vw", random(3, 4), 3);
    einsum("blw,wv->bvl", random(4, 3));
    add(
        "Einsum of attention",
        tokens()
            .initializer("w", random(4, 2, 3))
            .node("Einsum", "q", List.of("x", "w"), text("equation", "blw,whd->blhd"))
            .node("Einsum", "s", List.of("q", "q"), text("equation", "bqhd,bkhd->bhqk"))
            .node("Einsum", "o", List.of("s", "q"), text("equation", "bhqk,bkhd->bqhd"))
            .node("Einsum", "y", List.of("o", "w"), text("equation", "bqhd,whd->bqw")));
    add(
        "Einsum of three",
        tokens()
            .initializer("a", random(4, 2))
            .initializer("b", random(2, 3))
            .node("Einsum", "y", List.of("x", "a", "b"), text("equation", "blw,wi,io->blo")),
        "batch",
        "length",
        3);
    add(
        "Einsum of one",
        tokens().node("Einsum", "y", List.of("x"), text("equation", "blw->bw")),
        "batch",
        4);
    conv("padded alike", random(4, 2, 3, 3), NodeAttributes.of("pads", 1, 1, 1, 1));
    conv("padded unevenly", random(4, 2, 3, 3), NodeAttributes.of("pads", 0, 1, 2, 1));
    conv(
        "same, above",
        random(4, 2, 3, 3),
        text("auto_pad", "SAME_UPPER"),
        NodeAttributes.of("strides", 2, 2));
    conv(
        "same, below",
        random(4, 2, 2, 2),
        text("auto_pad", "SAME_LOWER"),
        NodeAttributes.of("strides", 2, 2));
    conv(
        "in groups",
        random(2, 1, 3, 3),
        NodeAttributes.of("group", 2),
        NodeAttributes.of("dilations", 2, 2));
    conv("of one row", random(4, 2, 1, 5), NodeAttributes.of("pads", 0, 2, 0, 2));
    add(
        "Conv of lines",
        new Graphs()
            .input("x", DataType.FLOAT, "batch", 2, 9)
            .initializer("w", random(3, 2, 3))
            .initializer("b", random(3))
            .node(
                "Conv",
                "y",
                List.of("x", "w", "b"),
                NodeAttributes.of("pads", 1, 1),
                NodeAttributes.of("strides", new long[] {2})),
        "batch",
        3,
        5);
    conv("with different strides", random(4, 2, 3, 2), NodeAttributes.of("strides", 2, 1));
    conv("with strides of no divisor", random(4, 2, 3, 3), NodeAttributes.of("strides", 3, 2));
    for (String type : List.of("MaxPool", "AveragePool")) {
      AttributeProto kernel = NodeAttributes.of("kernel_shape", 3, 3);
      AttributeProto strides = NodeAttributes.of("strides", 2, 2);
      pool(type, kernel, strides);
      pool(type + " padded", kernel, strides, NodeAttributes.of("pads", 1, 1, 1, 1));
      pool(type + " padded unevenly", kernel, strides, NodeAttributes.of("pads", 0, 1, 1, 0));
      pool(
          type + " rounded up",
          NodeAttributes.of("kernel_shape", 2, 2),
          strides,
          NodeAttributes.of("ceil_mode", 1));
      pool(
          type + " of no square",
          NodeAttributes.of("kernel_shape", 3, 2),
          NodeAttributes.of("strides", 1, 2),
          NodeAttributes.of("pads", 1, 0, 0, 1));
      add(
          type + " of lines",
          new Graphs()
              .input("x", DataType.FLOAT, "batch", 2, 9)
              .node(
                  type,
                  "y",
                  List.of("x"),
                  NodeAttributes.of("kernel_shape", new long[] {3}),
                  NodeAttributes.of("strides", new long[] {2}),
                  NodeAttributes.of("pads", 1, 1)),
          "batch",
          2,
          5);
      pool(type + " same", kernel, strides, text("auto_pad", "SAME_UPPER"));
    }
    pool(
        "AveragePool counted",
        NodeAttributes.of("kernel_shape", 3, 3),
        NodeAttributes.of("pads", 1, 1, 1, 1),
        NodeAttributes.of("count_include_pad", 1));
    pool("GlobalAveragePool");
    pool("GlobalMaxPool");
    add(
        "Pad",
        images()
            .initializer("pads", 0, 0, 1, 0, 0, 0, 0, 2)
            .initializer("with", scalar(3))
            .node("Pad", "y", List.of("x", "pads", "with")),
        "batch",
        2,
        8,
        9);
    return rows();
  }

  private void einsum(String equation, HostTensor weight, int... width) {
    Object[] axes =
        width.length == 0
            ? new Object[] {"batch", 3, "length"}
            : new Object[] {"batch", "length", width[0]};
    add(
        "Einsum " + equation,
        tokens()
            .initializer("w", weight)
            .node("Einsum", "y", List.of("x", "w"), text("equation", equation)),
        axes);
  }

  private void conv(String name, HostTensor weight, AttributeProto... attributes) {
    add(
        "Conv " + name,
        images()
            .initializer("w", weight)
            .initializer("b", random(weight.shape().dim(0)))
            .node("Conv", "y", List.of("x", "w", "b"), attributes),
        "batch",
        weight.shape().dim(0),
        "h",
        "w");
  }

  private void pool(String name, AttributeProto... attributes) {
    add(
        name,
        images().node(name.split(" ", -1)[0], "y", List.of("x"), attributes),
        "batch",
        2,
        "h",
        "w");
  }

  @TestFactory
  @DisplayName("of parts and shapes")
  Stream<DynamicTest> shapes() {
    add(
        "Reshape by lengths that are computed",
        tokens()
            .node("Shape", "shape", List.of("x"))
            .initializer("zero", HostTensor.ofInts(Shape.scalar(), 0))
            .initializer("one", HostTensor.ofInts(Shape.of(1), 1))
            .initializer("last", 2, 2)
            .initializer("axis", 0)
            .node("Gather", "examples", List.of("shape", "zero"))
            .node("Gather", "length", List.of("shape", "one"))
            .node("Unsqueeze", "column", List.of("examples", "axis"))
            .node(
                "Concat",
                "target",
                List.of("column", "length", "last"),
                NodeAttributes.of("axis", 0))
            .node("Reshape", "heads", List.of("x", "target"))
            .node("Transpose", "y", List.of("heads"), NodeAttributes.of("perm", 0, 2, 1, 3)),
        "batch",
        2,
        "length",
        2);
    add(
        "Gather by positions that are counted",
        tokens()
            .initializer("table", random(20, 4))
            .initializer("first", HostTensor.ofInts(Shape.scalar(), 0))
            .initializer("step", HostTensor.ofInts(Shape.scalar(), 1))
            .node("Shape", "shape", List.of("x"))
            .node("Gather", "long", List.of("shape", "step"))
            .node("Cast", "length", List.of("long"), NodeAttributes.of("to", DataType.INT32_VALUE))
            .node("Range", "positions", List.of("first", "length", "step"))
            .initializer("axis", 0)
            .node("Unsqueeze", "row", List.of("positions", "axis"))
            .node("Gather", "embedded", List.of("table", "row"))
            .node("Add", "y", List.of("x", "embedded")));
    add(
        "Slice of stored positions, Expand",
        tokens()
            .initializer("table", random(20, 4))
            .initializer(
                "ids", HostTensor.ofInts(Shape.of(1, 12), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
            .initializer("zero", 0)
            .initializer("one", 1)
            .initializer("two", 2)
            .node("Shape", "shape", List.of("x"))
            .node("Slice", "both", List.of("shape", "zero", "two"))
            .node("Slice", "end", List.of("shape", "one", "two"))
            .node("Slice", "sliced", List.of("ids", "zero", "end", "one"))
            .node("Expand", "expanded", List.of("sliced", "both"))
            .node("Gather", "embedded", List.of("table", "expanded"))
            .node("Add", "y", List.of("x", "embedded")));
    add(
        "CumSum, Trilu, ConstantOfShape",
        tokens()
            .opset(17)
            .initializer("axis", 1)
            .initializer("one", 1)
            .initializer("two", 2)
            .node("Shape", "shape", List.of("x"))
            .node("Slice", "length", List.of("shape", "one", "two"))
            .node("Concat", "square", List.of("length", "length"), NodeAttributes.of("axis", 0))
            .node("ConstantOfShape", "zeros", List.of("square"))
            .initializer("number", scalar(1))
            .node("Add", "ones", List.of("zeros", "number"))
            .node("Trilu", "lower", List.of("ones"), NodeAttributes.of("upper", 0))
            .node("MatMul", "sums", List.of("lower", "x"))
            .node("CumSum", "same", List.of("x", "axis"))
            .node("Add", "y", List.of("sums", "same")));
    add(
        "Gather by positions that follow from data",
        tokens()
            .initializer("table", random(40, 4))
            .initializer("axis", 1)
            .initializer("low", scalar(0.5))
            .node("ReduceMax", "largest", List.of("x"), NodeAttributes.of("axes", new long[] {2}))
            .node("Greater", "mask", List.of("largest", "low"))
            .node("Cast", "ones", List.of("mask"), NodeAttributes.of("to", DataType.INT64_VALUE))
            .node("CumSum", "sums", List.of("ones", "axis"))
            .node(
                "Cast", "positions", List.of("sums"), NodeAttributes.of("to", DataType.INT64_VALUE))
            .node("Gather", "embedded", List.of("table", "positions"))
            .initializer("none", 2)
            .node("Squeeze", "rows", List.of("embedded", "none"))
            .node("Add", "y", List.of("x", "rows")));
    add(
        "Gather of one position",
        tokens()
            .initializer("id", HostTensor.ofInts(Shape.scalar(), -1))
            .node("Gather", "y", List.of("x", "id"), NodeAttributes.of("axis", 1)),
        "batch",
        4);
    add(
        "Gather of columns",
        tokens()
            .initializer("ids", HostTensor.ofInts(Shape.of(2, 2), 3, 0, 1, 1))
            .node("Gather", "y", List.of("x", "ids"), NodeAttributes.of("axis", 2)),
        "batch",
        "length",
        2,
        2);
    add(
        "Slice from behind",
        tokens()
            .initializer("from", -1)
            .initializer("to", -100)
            .initializer("axes", 2)
            .initializer("steps", -2)
            .node("Slice", "y", List.of("x", "from", "to", "axes", "steps")),
        "batch",
        "length",
        2);
    add(
        "Tile, Flatten",
        images()
            .initializer("times", 1, 2, 1, 1)
            .node("Tile", "t", List.of("x", "times"))
            .node("Flatten", "y", List.of("t")),
        "batch",
        196);
    add(
        "Slice of opset 9",
        tokens()
            .opset(9)
            .node(
                "Slice",
                "y",
                List.of("x"),
                NodeAttributes.of("starts", new long[] {1}),
                NodeAttributes.of("ends", new long[] {Long.MAX_VALUE}),
                NodeAttributes.of("axes", new long[] {2})),
        "batch",
        "length",
        3);
    add(
        "Squeeze of opset 11",
        tokens()
            .opset(11)
            .node("Unsqueeze", "u", List.of("x"), NodeAttributes.of("axes", new long[] {1}))
            .node("Squeeze", "y", List.of("u"), NodeAttributes.of("axes", new long[] {1})));
    add(
        "Split",
        tokens()
            .node(
                NodeProto.newBuilder()
                    .setOpType("Split")
                    .addInput("x")
                    .addOutput("a")
                    .addOutput("b")
                    .addAttribute(NodeAttributes.of("axis", 2)))
            .node("Mul", "y", List.of("a", "b")),
        "batch",
        "length",
        2);
    return rows();
  }
}
