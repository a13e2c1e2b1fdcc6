package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("An operator that resizes images gives what ONNX Runtime gives:")
class OnnxResizeOperatorsTest extends OperatorRows {
  private static final String COORDINATES = "coordinate_transformation_mode";

  private void resize(
      String name, int opset, double down, double right, AttributeProto... attributes) {
    HostTensor scales = HostTensor.ofFloats(Shape.of(4), 1, 1, (float) down, (float) right);
    add(
        "Resize " + name,
        images()
            .opset(opset)
            .empty("roi")
            .initializer("scales", scales)
            .node("Resize", "y", List.of("x", "roi", "scales"), attributes),
        "batch",
        2,
        "h",
        "w");
  }

  @TestFactory
  @DisplayName("Resize by scales")
  Stream<DynamicTest> scales() {
    List<String> modes = List.of("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric");
    for (String mode : modes) {
      for (String how : List.of("nearest", "linear", "cubic")) {
        AttributeProto[] attributes = {text(COORDINATES, mode), text("mode", how)};
        resize(how + ", " + mode + ", larger", 13, 2, 1.5, attributes);
        resize(how + ", " + mode + ", smaller", 18, 0.6, 0.3, attributes);
      }
    }
    for (String rounding : List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")) {
      resize(
          "nearest, " + rounding,
          11,
          1.5,
          2.5,
          text(COORDINATES, "asymmetric"),
          text("nearest_mode", rounding));
    }
    resize("for TensorFlow", 11, 2, 3, text(COORDINATES, "tf_half_pixel_for_nn"));
    resize(
        "symmetric",
        19,
        0.6,
        1.3,
        text(COORDINATES, "half_pixel_symmetric"),
        text("mode", "linear"));
    return rows();
  }

  @TestFactory
  @DisplayName("Resize to sizes, of old opsets, and Upsample")
  Stream<DynamicTest> sizes() {
    add(
        "Resize to sizes",
        images()
            .initializer("sizes", 10, 14)
            .opset(18)
            .node(
                "Resize",
                "y",
                List.of("x", "", "", "sizes"),
                NodeAttributes.of("axes", 2, 3),
                text("mode", "linear")),
        "batch",
        2,
        10,
        14);
    add(
        "Resize to twice the lengths of a tensor",
        images()
            .initializer("zero", 0)
            .initializer("two", 2)
            .initializer("four", 4)
            .node("Shape", "shape", List.of("x"))
            .node("Slice", "front", List.of("shape", "zero", "two"))
            .node("Slice", "image", List.of("shape", "two", "four"))
            .node("Mul", "larger", List.of("image", "two"))
            .node("Concat", "sizes", List.of("front", "larger"), NodeAttributes.of("axis", 0))
            .node("Resize", "y", List.of("x", "", "", "sizes"), text(COORDINATES, "asymmetric")),
        "batch",
        2,
        14,
        14);
    HostTensor scales = HostTensor.ofFloats(Shape.of(4), 1, 1, 2, 3);
    for (String mode : List.of("nearest", "linear")) {
      add(
          "Resize of opset 10, " + mode,
          images()
              .opset(10)
              .initializer("scales", scales)
              .node("Resize", "y", List.of("x", "scales"), text("mode", mode)),
          "batch",
          2,
          14,
          21);
      add(
          "Upsample, " + mode,
          images()
              .opset(9)
              .initializer("scales", scales)
              .node("Upsample", "y", List.of("x", "scales"), text("mode", mode)),
          "batch",
          2,
          14,
          21);
    }
    return rows();
  }

  private void transposed(String name, HostTensor weight, AttributeProto... attributes) {
    boolean grouped = Arrays.stream(attributes).anyMatch(a -> a.getName().equals("group"));
    int channels = weight.shape().dim(1) * (grouped ? 2 : 1);
    add(
        "ConvTranspose " + name,
        images()
            .initializer("w", weight)
            .initializer("b", random(channels))
            .node("ConvTranspose", "y", List.of("x", "w", "b"), attributes),
        "batch",
        channels,
        "h",
        "w");
  }

  @TestFactory
  @DisplayName("ConvTranspose")
  Stream<DynamicTest> transposed() {
    AttributeProto twice = NodeAttributes.of("strides", 2, 2);
    transposed("alone", random(2, 3, 3, 3));
    transposed("that doubles", random(2, 3, 2, 2), twice);
    transposed("padded", random(2, 3, 4, 4), twice, NodeAttributes.of("pads", 1, 1, 1, 1));
    transposed("padded unevenly", random(2, 3, 3, 2), NodeAttributes.of("pads", 0, 1, 2, 0));
    transposed(
        "with more at the end",
        random(2, 3, 3, 3),
        twice,
        NodeAttributes.of("output_padding", 1, 1));
    transposed("to a shape", random(2, 3, 3, 3), twice, NodeAttributes.of("output_shape", 14, 14));
    for (String auto : List.of("SAME_UPPER", "SAME_LOWER")) {
      transposed(auto, random(2, 3, 3, 3), twice, text("auto_pad", auto));
    }
    transposed("in groups", random(2, 3, 3, 3), NodeAttributes.of("group", 2), twice);
    transposed("with distances", random(2, 3, 3, 3), NodeAttributes.of("dilations", 2, 2));
    transposed("with different strides", random(2, 3, 3, 3), NodeAttributes.of("strides", 3, 1));
    add(
        "ConvTranspose of lines",
        new Graphs()
            .input("x", DataType.FLOAT, "batch", 2, 9)
            .initializer("w", random(2, 3, 4))
            .node(
                "ConvTranspose",
                "y",
                List.of("x", "w"),
                NodeAttributes.of("strides", new long[] {2}),
                NodeAttributes.of("pads", 1, 1)),
        "batch",
        3,
        18);
    return rows();
  }

  @TestFactory
  @DisplayName("depth, space and padding")
  Stream<DynamicTest> moves() {
    for (String mode : List.of("DCR", "CRD")) {
      add(
          "DepthToSpace " + mode,
          images()
              .initializer("w", random(8, 2, 1, 1))
              .node("Conv", "deep", List.of("x", "w"))
              .node(
                  "DepthToSpace",
                  "y",
                  List.of("deep"),
                  NodeAttributes.of("blocksize", 2),
                  text("mode", mode)),
          "batch",
          2,
          14,
          14);
    }
    add(
        "SpaceToDepth",
        images()
            .initializer("pads", 0, 0, 1, 1, 0, 0, 0, 0)
            .node("Pad", "even", List.of("x", "pads"))
            .node("SpaceToDepth", "y", List.of("even"), NodeAttributes.of("blocksize", 2)),
        "batch",
        8,
        4,
        4);
    List<String> modes = new ArrayList<>(List.of("reflect", "edge", "wrap"));
    for (String mode : modes) {
      add(
          "Pad, " + mode,
          images()
              .opset(19)
              .initializer("pads", 0, 0, 2, 1, 0, 0, 3, 0)
              .node("Pad", "y", List.of("x", "pads"), text("mode", mode)),
          "batch",
          2,
          12,
          8);
    }
    return rows();
  }
}
