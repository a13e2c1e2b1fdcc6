package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run of an ONNX file")
class RunLimitTest {
  private static final TensorProto.DataType FLOAT = TensorProto.DataType.FLOAT;

  @TempDir private Path folder = Path.of("");

  private static NodeProto node(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  /** Adds x to itself, so many times. */
  private Path loop(long turns) throws IOException {
    GraphProto body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(Graphs.info("turn", TensorProto.DataType.INT64))
            .addInput(Graphs.info("on", TensorProto.DataType.BOOL))
            .addInput(Graphs.info("before", FLOAT, "N", 2))
            .addOutput(Graphs.info("still", TensorProto.DataType.BOOL))
            .addOutput(Graphs.info("after", FLOAT, "N", 2))
            .addNode(node("Identity", "still", "on"))
            .addNode(node("Add", "after", "before", "x"))
            .build();
    NodeProto.Builder loop =
        NodeProto.newBuilder(node("Loop", "y", "turns", "", "x"))
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("body")
                    .setType(AttributeProto.AttributeType.GRAPH)
                    .setG(body));
    byte[] model =
        new Graphs()
            .input("x", FLOAT, "N", 2)
            .output("y", FLOAT, "N", 2)
            .initializer("turns", turns)
            .node(loop)
            .build();
    return Files.write(folder.resolve("loop.onnx"), model);
  }

  @Test
  @DisplayName("ends after the limit, with the file and the way to a longer one")
  void ends() throws IOException {
    Path file = loop(Long.MAX_VALUE);
    OnnxOptions options = OnnxOptions.defaults().withTimeLimit(Duration.ofMillis(300));

    assertThatIllegalStateException()
        .isThrownBy(() -> OnnxPredictor.open(file, options))
        .withMessage(
            file
                + " computed for more than 0.3 seconds, expected less.\nMaybe"
                + " OnnxOptions.withTimeLimit gives it more, or its loops are endless.");
  }

  @Test
  @DisplayName("within the limit is as without one, and the file can be run again")
  void within() throws IOException {
    HostTensor one = HostTensor.ofFloats(Shape.of(1, 2), 1, 2);
    try (OnnxPredictor predictor = OnnxPredictor.open(loop(3))) {
      for (int i = 0; i < 3; i++) {
        assertThat(predictor.predict(Map.of("x", one)).logits().toFloatArray())
            .containsExactly(4, 8);
      }
    }
  }

  @Test
  @DisplayName("has a limit of ten minutes, or what the options say, more than 0")
  void options() {
    assertThat(OnnxOptions.defaults().timeLimit()).isEqualTo(Duration.ofMinutes(10));
    Duration hour = Duration.ofHours(1);
    OnnxOptions changed = OnnxOptions.defaults().withTimeLimit(hour);
    assertThat(
            Stream.of(
                changed.withThreads(2),
                changed.withOutput("y", "logits"),
                changed.withInput("x", "image"),
                changed.withConstant("x", 1),
                changed.withAxis("N", 3),
                changed.withExample(Shape.of(2))))
        .allMatch(options -> options.timeLimit().equals(hour));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> changed.withTimeLimit(Duration.ZERO))
        .withMessageStartingWith("The time limit of a run is PT0S, expected more than 0.\nMaybe ");
  }
}
