package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.distill4j.fuzz.LargeFile;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Reading takes at most a multiple of the file's length:")
class MemoryTest {
  private static final TensorProto.DataType FLOATS = TensorProto.DataType.FLOAT;

  @TempDir private Path folder = Path.of("");

  private static LargeFile model(String test, long factor, Consumer<Graphs> parts) {
    return new LargeFile(
        test,
        "m.onnx",
        factor,
        () -> {
          Graphs graph = new Graphs().input("x", FLOATS, "N", 4).output("y", FLOATS, "N", 4);
          parts.accept(graph);
          return graph.build();
        },
        file -> OnnxModel.open(file).weights());
  }

  private static void chain(Graphs graph, String type, int nodes) {
    for (int i = 0; i < nodes; i++) {
      graph.node(type, i == nodes - 1 ? "y" : "v" + i, List.of(i == 0 ? "x" : "v" + (i - 1)));
    }
  }

  /** Computes with lengths only, which is done while the file is read. */
  private static void doubled(Graphs graph, int times) {
    graph.initializer("v", 1, 1).initializer("axes", 0).node("Identity", "y", List.of("x"));
    for (int i = 0; i < times; i++) {
      String before = i == 0 ? "v" : "v" + i;
      graph.node("Concat", "v" + (i + 1), List.of(before, before), NodeAttributes.of("axis", 0));
    }
  }

  static Stream<LargeFile> cases() {
    return Stream.of(
        model("many nodes", 1_000, graph -> chain(graph, "Relu", 5_000)),
        model("many unknown nodes", 1_000, graph -> chain(graph, "Unknown", 5_000)),
        model(
            "large weights",
            20,
            graph ->
                graph
                    .initializer("w", HostTensor.ofFloats(Shape.of(100_000), new float[100_000]))
                    .node("Identity", "y", List.of("x"))),
        model("lengths that double", 100_000, graph -> doubled(graph, 40)),
        model(
            "a constant of many values",
            100_000,
            graph ->
                graph
                    .initializer("shape", 1 << 20, 1 << 20)
                    .node("ConstantOfShape", "filled", List.of("shape"))
                    .node("Add", "y", List.of("x", "filled"))),
        model(
            "long names",
            100,
            graph ->
                graph
                    .node("Relu", "v".repeat(300_000), List.of("x"))
                    .node("Relu", "y", List.of("v".repeat(300_000)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void bounded(LargeFile file) throws IOException {
    file.read(folder);
  }
}
