package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.compression.Quantization;
import org.distill4j.core.compression.QuantizedModel;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A model that was trained with rounded numbers, as an ONNX file,")
class OnnxQuantizedExportTest {
  private static final Model MLP = Models.mlp(16, 24, 5);
  private static final Model PLAIN =
      Models.of(
          Shape.of(16),
          Sequential.of(
              Dense.of(16, 24).withoutBias(), Activation.RELU, Dense.of(24, 5).withoutBias()));
  private static final Model CONVOLUTIONAL =
      Models.of(
          Shape.of(2, 6, 6),
          Sequential.of(
              Conv2d.of(2, 4, 3).withPadding(1),
              BatchNorm.of(4),
              Activation.RELU,
              Conv2d.of(4, 8, 3).withGroups(2).withStride(2),
              Activation.RELU,
              new Flatten(),
              Dense.of(32, 5)));
  private static final Model TRANSFORMER =
      Models.of(
          Shape.of(5, 8), Sequential.of(TransformerBlock.of(8, 2), new Flatten(), Dense.of(40, 5)));
  private static final int EXAMPLES = 64;

  @TempDir private Path folder = Path.of("");

  private static HostTensor inputs(Model model) {
    float[] values = ExportComparison.inputs(model, EXAMPLES).toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * values[i] - 0.7f;
    }
    return HostTensor.ofFloats(ExportComparison.inputs(model, EXAMPLES).shape(), values);
  }

  private static Weights trained(QuantizedModel model) {
    int[] labels = IntStream.range(0, EXAMPLES).map(i -> i % 5).toArray();
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults())) {
      return new SessionTrainer(session)
          .train(
              TrainingPlan.of(
                      model,
                      InMemoryDataset.of(
                          inputs(model), HostTensor.ofInts(Shape.of(EXAMPLES), labels)))
                  .loss(CrossEntropyLoss.ofLabels())
                  .optimizer(Adam.of(0.01))
                  .batchSize(16)
                  .epochs(4)
                  .build())
          .weights();
    }
  }

  @Test
  @DisplayName("gives what the model gives, of 8 bits and of fewer, with scales seen or learned")
  void same() {
    for (Model model : List.of(PLAIN, CONVOLUTIONAL, TRANSFORMER)) {
      for (Quantization quantization :
          List.of(Quantization.int8(), Quantization.learned(4, 8), Quantization.learned(3, 4))) {
        assertThat(largestDifference(new QuantizedModel(model, quantization)))
            .as("%s, %s", model, quantization)
            .isLessThan(1e-5);
      }
    }
  }

  @Test
  @DisplayName("differs by ONNX Runtime's rounding of biases alone, to multiples of both scales")
  void biases() {
    assertThat(largestDifference(new QuantizedModel(MLP, Quantization.int8()))).isLessThan(5e-3);
    assertThat(largestDifference(new QuantizedModel(MLP, Quantization.learned(4, 8))))
        .isLessThan(2e-2);
  }

  private double largestDifference(QuantizedModel model) {
    Weights weights = trained(model);
    Path file = folder.resolve("model.onnx");
    OnnxQuantizedExport.of(model, weights).write(file);
    HostTensor inputs = inputs(model);
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Predictor expected = ModelPredictor.open(session, model, weights);
        Predictor actual = OnnxPredictor.open(file, OnnxOptions.defaults())) {
      float[] wanted = expected.predict(inputs).logits().toFloatArray();
      float[] found = actual.predict(inputs).logits().toFloatArray();
      return IntStream.range(0, wanted.length)
          .mapToDouble(i -> Math.abs(found[i] - wanted[i]))
          .max()
          .orElseThrow();
    }
  }

  @Test
  @DisplayName("has integers of the model's bits, and the form of a file made without training")
  void form() {
    QuantizedModel model = new QuantizedModel(MLP, Quantization.learned(3, 8));
    Path file = folder.resolve("model.onnx");
    OnnxQuantizer.Report report = OnnxQuantizedExport.of(model, trained(model)).write(file);
    assertThat(report.weights()).containsExactly("dense1.weight", "dense2.weight");
    Map<String, TensorProto> initializers =
        OnnxFile.read(file).getGraph().getInitializerList().stream()
            .collect(Collectors.toMap(TensorProto::getName, tensor -> tensor));
    assertThat(bytes(Objects.requireNonNull(initializers.get("dense1.weight/int8"))))
        .isSubsetOf(-3, -2, -1, 0, 1, 2, 3)
        .contains(-1, 0, 1);

    Path untrained = folder.resolve("untrained.onnx");
    OnnxQuantizer.of(
            InMemoryDataset.of(
                inputs(MLP), HostTensor.ofInts(Shape.of(EXAMPLES), new int[EXAMPLES])))
        .write(OnnxExport.of(MLP, ExportComparison.weights(MLP)), untrained);
    assertThat(operations(file)).isEqualTo(operations(untrained));
  }

  private static Set<Integer> bytes(TensorProto tensor) {
    byte[] all = tensor.getRawData().toByteArray();
    return IntStream.range(0, all.length).mapToObj(i -> (int) all[i]).collect(Collectors.toSet());
  }

  private static List<String> operations(Path file) {
    return OnnxFile.read(file).getGraph().getNodeList().stream()
        .map(node -> node.getOpType())
        .toList();
  }

  @Test
  @DisplayName("needs a training")
  void untrained() {
    QuantizedModel model = new QuantizedModel(MLP, Quantization.int8());
    Weights weights = model.starting(Weights.of(Map.of()));
    assertThatThrownBy(
            () -> OnnxQuantizedExport.of(model, weights).write(folder.resolve("model.onnx")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The model \"student\" has no weight with a range of inputs, expected at least one.\n"
                + "Maybe it was not trained yet; OnnxQuantizer needs no training.");
  }
}
