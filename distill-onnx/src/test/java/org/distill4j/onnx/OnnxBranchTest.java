package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A branch of an ONNX file")
class OnnxBranchTest extends OperatorRows {
  private static GraphProto branch(String output, NodeProto.Builder node, HostTensor... weights) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName(output);
    for (HostTensor weight : weights) {
      graph.addInitializer(OnnxTensors.of(output + ".weight", weight));
    }
    return graph
        .addNode(node.addOutput(output))
        .addOutput(ValueInfoProto.newBuilder().setName(output))
        .build();
  }

  private static AttributeProto graph(String name, GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(graph)
        .build();
  }

  private static NodeProto.Builder node(String type, String... inputs) {
    return NodeProto.newBuilder().setOpType(type).addAllInput(List.of(inputs));
  }

  private static Graphs choice(Graphs graph) {
    GraphProto yes = branch("yes", node("MatMul", "x", "yes.weight"), random(4, 4));
    GraphProto no = branch("no", node("Neg", "x"));
    return graph.node("If", "y", List.of("c"), graph("then_branch", yes), graph("else_branch", no));
  }

  @TestFactory
  @DisplayName("is recorded in place of a condition that is stored or follows from lengths:")
  Stream<DynamicTest> taken() {
    add("yes", choice(tokens().truth("c", true)));
    add("no", choice(tokens().truth("c", false)));
    add(
        "by the width",
        choice(
            tokens()
                .initializer("two", 2)
                .initializer("three", 3)
                .initializer("four", 4)
                .node("Shape", "shape", List.of("x"))
                .node("Slice", "width", List.of("shape", "two", "three"))
                .node("Equal", "c", List.of("width", "four"))));
    return rows();
  }

  @Test
  @DisplayName("holds parameters, those of the branch that is taken")
  void parameters(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.onnx");
    for (boolean yes : new boolean[] {true, false}) {
      Files.write(
          file,
          choice(tokens().truth("c", yes))
              .output("y", DataType.FLOAT, "batch", "length", 4)
              .build());
      assertThat(OnnxModel.open(file).weights().names())
          .isEqualTo(yes ? Set.of("yes.weight") : Set.of());
    }
  }

  @Test
  @DisplayName("is refused if its condition depends on the data, or a branch cannot be recorded")
  void refused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.onnx");
    Graphs graph =
        tokens()
            .initializer("half", scalar(0.5))
            .node("ReduceMax", "most", List.of("x"), NodeAttributes.of("keepdims", 0))
            .node("Greater", "c", List.of("most", "half"));
    Files.write(file, choice(graph).output("y", DataType.FLOAT, "batch", "length", 4).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnnxModel.open(file))
        .withMessageContaining("In node If \"y\": The condition depends on the data")
        .withMessageContaining("Maybe export the model without the branch");
    Graphs unknown =
        tokens()
            .node("Shape", "shape", List.of("x"))
            .node("Equal", "c", List.of("shape", "shape"))
            .node(
                "If",
                "y",
                List.of("c"),
                graph("then_branch", branch("yes", node("Det", "x"))),
                graph("else_branch", branch("no", node("Neg", "x"))));
    Files.write(file, unknown.output("y", DataType.FLOAT, "batch", "length", 4).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnnxModel.open(file))
        .withMessageContaining("because of Det \"yes\" (operator Det)");
  }
}
