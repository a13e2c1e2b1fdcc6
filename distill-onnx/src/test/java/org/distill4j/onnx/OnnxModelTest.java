package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.AveragePool2d;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.TappedModel;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.program.BatchShape;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.EpochReport;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A model of an ONNX file")
class OnnxModelTest {
  @TempDir private Path folder = Path.of("");

  static Model convolutional() {
    return Models.of(
        Shape.of(2, 8, 8),
        Sequential.of(
            Conv2d.of(2, 4, 3).withPadding(1).withoutBias(),
            BatchNorm.of(4),
            Activation.RELU,
            MaxPool2d.of(2),
            new Flatten(),
            Dense.of(64, 3)));
  }

  private OnnxModel reopened(Model model, Weights weights) {
    Path file = folder.resolve("model.onnx");
    OnnxExport.of(model, weights).write(file);
    return OnnxModel.open(file);
  }

  private void requireSame(Model model) {
    Weights weights = ExportComparison.weights(model);
    OnnxModel opened = reopened(model, weights);
    assertThat(opened.weights().asMap()).containsExactlyInAnyOrderEntriesOf(weights.asMap());
    try (OnnxPredictor file = ExportedModels.of(model, weights)) {
      ExportComparison.requireSame(opened, opened.weights(), file, List.of(1, 4, 33));
    }
    ExportComparison.requireSame(opened, opened.weights());
  }

  @Test
  @DisplayName("is the exported one: dense layers")
  void dense() {
    requireSame(Models.mlp(6, 4, 3));
  }

  @Test
  @DisplayName("is the exported one: convolutions")
  void convolutions() {
    requireSame(convolutional());
  }

  @Test
  @DisplayName("is the exported one: a transformer with padding, for every length")
  void transformer() {
    requireSame(MaskedModel.of());
  }

  @Test
  @DisplayName("keeps the states of a batch norm as states, and the rest as parameters")
  void states() {
    Model model = convolutional();
    OnnxModel opened = reopened(model, ExportComparison.weights(model));
    Recording recorded = Recorder.forward(opened, Mode.EVALUATION, 2);
    assertThat(recorded.states())
        .extracting(ParameterSpec::name)
        .containsExactlyInAnyOrder("batchNorm1.runningMean", "batchNorm1.runningVariance");
    assertThat(recorded.initialWeights(3)).isEqualTo(opened.weights());
  }

  @Test
  @DisplayName("has gradients that central differences confirm")
  void gradients() {
    Model smooth =
        Models.of(
            Shape.of(2, 8, 8),
            Sequential.of(
                Conv2d.of(2, 4, 3).withPadding(1),
                BatchNorm.of(4),
                Activation.GELU,
                AveragePool2d.of(2),
                new Flatten(),
                Dense.of(64, 3)));
    for (Model model : List.of(smooth, MaskedModel.of())) {
      OnnxModel opened = reopened(model, ExportComparison.weights(model));
      BatchShape shape =
          new BatchShape(2, opened.inputs().size() > 1 ? Map.of("length", 5) : Map.of());
      DirectionalGradient.check(opened, opened.weights(), shape);
    }
  }

  @Test
  @DisplayName("has the gradients of a real encoder, and is exported again as it was")
  void realEncoder() throws IOException {
    Path file = folder.resolve("encoder.onnx");
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("/all-minilm-l6-v2.onnx"))) {
      Files.copy(in, file);
    }
    OnnxModel opened = OnnxModel.open(file);
    DirectionalGradient.check(opened, opened.weights(), new BatchShape(2, Map.of("length", 4)));
    assertThat(reopened(opened, opened.weights()).weights().asMap())
        .containsExactlyInAnyOrderEntriesOf(opened.weights().asMap());
  }

  @Test
  @DisplayName("trains, and is exported again as it was trained")
  void trains() {
    for (Model model : List.of(Models.mlp(6, 4, 3), convolutional())) {
      OnnxModel opened = reopened(model, ExportComparison.weights(model));
      TrainingReport report = train(opened);
      List<EpochReport> epochs = report.epochs();
      assertThat(epochs.get(epochs.size() - 1).loss().total())
          .isLessThan(0.8 * epochs.get(0).loss().total());
      OnnxModel again = reopened(opened, report.weights());
      assertThat(again.weights().asMap())
          .containsExactlyInAnyOrderEntriesOf(report.weights().asMap());
      try (OnnxPredictor trained = ExportedModels.of(opened, report.weights())) {
        ExportComparison.requireSame(again, again.weights(), trained, List.of());
      }
    }
  }

  private static TrainingReport train(OnnxModel model) {
    HostTensor inputs = ExportComparison.inputs(model, 24);
    int each = inputs.size() / 24;
    int[] labels =
        IntStream.range(0, 24).map(i -> (int) (3 * inputs.floats().get(i * each))).toArray();
    Dataset data = InMemoryDataset.of(inputs, HostTensor.ofInts(Shape.of(24), labels));
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults())) {
      return new SessionTrainer(session)
          .train(
              TrainingPlan.of(model, data)
                  .loss(CrossEntropyLoss.ofLabels())
                  .optimizer(Adam.of(0.05))
                  .epochs(30)
                  .batchSize(8)
                  .seed(3)
                  .build());
    }
  }

  @Test
  @DisplayName("gives its values to tap, by their names in the file")
  void taps() {
    OnnxModel opened = reopened(convolutional(), ExportComparison.weights(convolutional()));
    Model tapped = TappedModel.of(opened, "relu1.Relu");
    assertThat(Recorder.forward(tapped, Mode.EVALUATION, 2).outputs().keySet())
        .containsExactlyInAnyOrder("logits", "relu1.Relu");
  }

  @Test
  @DisplayName("takes some of a file's outputs, under other names, and what they need alone")
  void outputs() {
    Path file = folder.resolve("two.onnx");
    Model model = MaskedModel.of();
    OnnxExport.of(model, ExportComparison.weights(model)).write(file);
    OnnxModel tags = OnnxModel.open(file, Map.of("tags", "logits"));
    assertThat(Recorder.forward(tags, Mode.EVALUATION, 2).outputs().keySet())
        .containsExactly("logits");
    assertThat(tags.weights().names()).noneMatch(name -> name.startsWith("logits."));
    assertThatThrownBy(() -> OnnxModel.open(file, Map.of("tag", "logits")))
        .hasMessageContaining("has no output \"tag\", expected one of [logits, tags]");
  }

  @Test
  @DisplayName("is refused with all that is not supported, before anything runs")
  void refused() throws IOException {
    Path file = folder.resolve("odd.onnx");
    Files.write(
        file,
        new Graphs()
            .input("x", TensorProto.DataType.FLOAT, "batch", 4)
            .output("y", TensorProto.DataType.FLOAT, "batch", 4)
            .node("Det", "a", List.of("x"))
            .node("Softmax", "b", List.of("a"), NodeAttributes.of("sides", 1))
            .node("MaxPool", "y", List.of("b"), NodeAttributes.of("kernel_shape", 2, 3, 3))
            .build());
    assertThatThrownBy(() -> OnnxModel.open(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Det \"a\" (operator Det)")
        .hasMessageContaining("Softmax \"b\" (attribute sides)")
        .hasMessageContaining("MaxPool \"y\" (kernel_shape = [2, 3, 3])")
        .hasMessageContaining("OnnxTeacher");
  }

  @Test
  @DisplayName("is refused if it takes nothing")
  void nothing() throws IOException {
    Path file = folder.resolve("constant.onnx");
    Files.write(
        file,
        new Graphs()
            .output("y", TensorProto.DataType.FLOAT, 2)
            .initializer("w", HostTensor.ofFloats(Shape.of(2), 1, 2))
            .node("Relu", "y", List.of("w"))
            .build());
    assertThatThrownBy(() -> OnnxModel.open(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the graph (no input)");
  }

  @Test
  @DisplayName("is refused where its shapes are for one batch size, with the node")
  void oneBatchSize() throws IOException {
    Path file = folder.resolve("fixed.onnx");
    Files.write(
        file,
        new Graphs()
            .input("x", TensorProto.DataType.FLOAT, 1, 4)
            .output("y", TensorProto.DataType.FLOAT, 1, 2, 2)
            .initializer("target", 1, 2, 2)
            .node("Reshape", "y", List.of("x", "target"))
            .build());
    assertThatThrownBy(() -> OnnxModel.open(file))
        .hasMessageContaining("In node Reshape \"y\": Shape [2, 4] is to be [1, 2, 2]")
        .hasMessageContaining("batch size");
  }

  @Test
  @DisplayName("names weights that have no names after the nodes that read them")
  void names() {
    List<NodeProto> nodes =
        List.of(
            NodeProto.newBuilder()
                .setName("/encoder/layer.0/query/MatMul")
                .setOpType("MatMul")
                .addInput("x")
                .addInput("onnx::MatMul_787")
                .build());
    ValuePaths paths =
        ValuePaths.of(List.of("onnx::MatMul_787", "loss.a", "a/b", "a.b", "onnx::Add_1"), nodes);
    assertThat(paths.get("onnx::MatMul_787")).isEqualTo("encoder.layer.0.query.weight");
    assertThat(paths.get("loss.a")).isEqualTo("loss_.a");
    assertThat(paths.get("a/b")).isEqualTo("a.b");
    assertThat(paths.get("a.b")).isEqualTo("a.b_2");
    assertThat(paths.get("onnx::Add_1")).isEqualTo("onnx.Add_1");
  }

  @Test
  @DisplayName("reads weights of half precision, and those in a file beside it")
  void otherPlaces() throws IOException {
    TensorProto half =
        OnnxTensors.of(
            "half",
            TensorProto.DataType.FLOAT16,
            new long[] {2},
            ByteBuffer.wrap(new byte[] {0, 0x3c, 0, (byte) 0xc0}));
    assertThat(OnnxElements.floats(half)).containsExactly(1, -2);
    Path file = folder.resolve("external.onnx");
    Files.write(
        file,
        new Graphs()
            .input("x", TensorProto.DataType.FLOAT, "batch", 2)
            .output("y", TensorProto.DataType.FLOAT, "batch", 2)
            .external("w", "w.bin", 2)
            .node("Mul", "y", List.of("x", "w"))
            .build());
    assertThatThrownBy(() -> OnnxModel.open(file)).hasMessageContaining("w.bin");
    Files.write(folder.resolve("w.bin"), new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
    assertThat(OnnxModel.open(file).weights().get("w").toFloatArray()).containsExactly(1, 2);
  }

  @Test
  @DisplayName("trains what a file without stored values has in Constant nodes")
  void constants() throws IOException {
    Path file = folder.resolve("constants.onnx");
    HostTensor weight = HostTensor.ofFloats(Shape.of(2), 3, 4);
    Files.write(
        file,
        new Graphs()
            .input("x", TensorProto.DataType.FLOAT, "batch", 2)
            .output("y", TensorProto.DataType.FLOAT, "batch", 2)
            .node(
                "Constant",
                "w",
                List.of(),
                AttributeProto.newBuilder()
                    .setName("value")
                    .setType(AttributeProto.AttributeType.TENSOR)
                    .setT(OnnxTensors.of("", weight))
                    .build())
            .node("Mul", "y", List.of("x", "w"))
            .build());
    assertThat(OnnxModel.open(file).weights().asMap()).isEqualTo(Map.of("w", weight));
  }
}
