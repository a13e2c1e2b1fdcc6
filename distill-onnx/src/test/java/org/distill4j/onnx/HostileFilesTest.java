package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An ONNX file is refused, with its name and a way out,")
class HostileFilesTest {
  private static final TensorProto.DataType FLOAT = TensorProto.DataType.FLOAT;

  @TempDir private Path folder = Path.of("");

  private static Graphs product() {
    return new Graphs()
        .input("x", FLOAT, "N", 4)
        .output("y", FLOAT, "N", 4)
        .node("MatMul", "y", List.of("x", "w"));
  }

  private Path file(byte[] model) throws IOException {
    return Files.write(folder.resolve("model.onnx"), model);
  }

  private void assertRefused(Path file, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnnxModel.open(file))
        .withMessageContainingAll(parts)
        .withMessageContaining("\nMaybe ");
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 31, 1L << 62, -1L, 5})
  @DisplayName("if a stored value has lengths that are not those of its bytes")
  void stored(long length) throws IOException {
    ModelProto.Builder model =
        ModelProto.parseFrom(
            product().initializer("w", HostTensor.ofFloats(Shape.of(4, 4), new float[16])).build())
            .toBuilder();
    model.getGraphBuilder().getInitializerBuilder(0).setDims(0, length);

    Path file = file(model.build().toByteArray());

    assertRefused(file, file + " cannot be a model, because of value \"w\" (lengths [" + length);
  }

  @Test
  @DisplayName("if an input has an axis of 2^31")
  void input() throws IOException {
    ModelProto.Builder model =
        ModelProto.parseFrom(
            product().initializer("w", HostTensor.ofFloats(Shape.of(4, 4), new float[16])).build())
            .toBuilder();
    model
        .getGraphBuilder()
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(1)
        .setDimValue(1L << 31);

    assertRefused(file(model.build().toByteArray()), "input \"x\" (an axis of length 2147483648)");
  }

  @Test
  @DisplayName("if it computes more from lengths than any network does")
  void computed() throws IOException {
    Path file =
        file(
            new Graphs()
                .input("x", FLOAT, "N", 4)
                .output("y", FLOAT, "N", 4)
                .initializer("zero", 0)
                .initializer("many", 1L << 30)
                .initializer("one", 1)
                .node("Range", "counts", List.of("zero", "many", "one"))
                .node("Cast", "floats", List.of("counts"), NodeAttributes.of("to", 1))
                .node("ReduceMax", "last", List.of("floats"), NodeAttributes.of("keepdims", 0))
                .node("Add", "y", List.of("x", "last"))
                .build());

    assertRefused(file, "In node ", "elements that are computed from lengths");
  }

  @Test
  @DisplayName("if a window of a pool has more elements than any network's")
  void window() throws IOException {
    Path file =
        file(
            new Graphs()
                .input("x", FLOAT, "N", 2, 8, 8)
                .output("y", FLOAT, "N", 2, 8, 8)
                .node(
                    "MaxPool",
                    "y",
                    List.of("x"),
                    NodeAttributes.of("kernel_shape", 1 << 20, 1 << 20),
                    NodeAttributes.of("pads", 1 << 20, 1 << 20, 1 << 20, 0))
                .build());

    assertRefused(file, "A window has 1048576 elements along an axis, expected at most 4096.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../w.bin", "/etc/hostname", "a/../../w.bin", ""})
  @DisplayName("if its weights are outside of its folder, as a model and as a teacher")
  void outside(String place) throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.write(folder.resolve("w.bin"), new byte[64]);
    Path file = Files.write(inner.resolve("m.onnx"), product().external("w", place, 16).build());

    assertRefused(file, file + " is not a valid ONNX model", "outside its folder");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnnxTeacher.open(file).close())
        .withMessageContaining("outside its folder");
  }

  @Test
  @DisplayName("if it reads the same weights again and again")
  void again() throws IOException {
    Files.write(folder.resolve("w.bin"), new byte[1 << 16]);
    Graphs graph = product().external("w", "w.bin", 1 << 14);
    for (int i = 0; i < 10; i++) {
      graph.external("w" + i, "w.bin", 1 << 14);
    }

    assertRefused(file(graph.build()), " takes 65536 bytes of " + folder.resolve("w.bin"));
  }
}
