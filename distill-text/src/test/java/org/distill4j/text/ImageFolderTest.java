package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.core.loss.SoftTargetLoss;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.onnx.OnnxExport;
import org.distill4j.onnx.OnnxModel;
import org.distill4j.onnx.OnnxPredictor;
import org.distill4j.optim.Adam;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A folder of a vision transformer")
class ImageFolderTest {
  private static final int PIXELS =
      TinyImageFolder.CHANNELS * TinyImageFolder.SIZE * TinyImageFolder.SIZE;
  private static final int[] ALL = {0, 1, 2};

  private final Path path;

  ImageFolderTest(@TempDir Path path) {
    this.path = path;
  }

  private static float[] image(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] pixels = new float[PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble(-1, 1);
    }
    return pixels;
  }

  private static HostTensor images(int count) {
    float[] all = new float[count * PIXELS];
    for (int i = 0; i < count; i++) {
      System.arraycopy(image(i), 0, all, i * PIXELS, PIXELS);
    }
    int size = TinyImageFolder.SIZE;
    return HostTensor.ofFloats(Shape.of(count, TinyImageFolder.CHANNELS, size, size), all);
  }

  private static Predictions predict(Model model, Weights weights) {
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Predictor predictor = ModelPredictor.open(session, model, weights)) {
      return predictor.predict(Map.of("pixel_values", images(2)));
    }
  }

  private static Predictions predict(HuggingFaceFolder folder) {
    return predict(folder.model(), folder.weights());
  }

  private static void requireStates(Predictions found, PlainImageEncoder plain, int... layers) {
    HostTensor states = found.get("last_hidden_state");
    int positions = TinyImageFolder.PATCHES + 1;
    assertThat(states.shape()).isEqualTo(Shape.of(2, positions, TinyFolder.WIDTH));
    for (int b = 0; b < 2; b++) {
      double[][] expected = plain.states(image(b), layers);
      for (int t = 0; t < positions; t++) {
        requireRow(states, b * positions + t, expected[t]);
      }
    }
  }

  private static void requireRow(HostTensor found, int row, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found.floats().get(row * expected.length + i))
          .as("row %s, value %s", row, i)
          .isCloseTo(expected[i], within(1e-5));
    }
  }

  @Test
  @DisplayName("gives the hidden states of the class token and of each patch")
  void states() throws IOException {
    TinyFolder folder = TinyImageFolder.vit().write(path);
    Predictions found = predict(HuggingFaceFolder.open(path));
    requireStates(found, new PlainImageEncoder(folder, ""), ALL);
    assertThat(found.asMap()).containsOnlyKeys("last_hidden_state");
  }

  @Test
  @DisplayName("classifies by the class token")
  void scores() throws IOException {
    TinyFolder folder = TinyImageFolder.vitClassifier().write(path);
    Predictions found = predict(HuggingFaceFolder.open(path));
    PlainImageEncoder plain = new PlainImageEncoder(folder, "vit.");
    requireStates(found, plain, ALL);
    for (int b = 0; b < 2; b++) {
      requireRow(found.logits(), b, plain.scores(plain.states(image(b), ALL)));
    }
  }

  @Test
  @DisplayName("is taken in part: some layers, or the class token as an embedding")
  void parts() throws IOException {
    TinyFolder folder = TinyImageFolder.vitClassifier().write(path);
    HuggingFaceFolder open = HuggingFaceFolder.open(path);
    PlainImageEncoder plain = new PlainImageEncoder(folder, "vit.");
    requireStates(predict(open.layers(2, 0)), plain, 2, 0);
    SentencePooling first = SentencePooling.first().keepingLength();
    Predictions embedded = predict(open.sentences(first));
    assertThat(embedded.asMap()).containsOnlyKeys("embedding");
    requireRow(embedded.get("embedding"), 1, plain.states(image(1), ALL)[0]);
  }

  @Test
  @DisplayName("is written with the names and values that it had, and what prepares its images")
  void written() throws IOException {
    for (TinyFolder folder : List.of(TinyImageFolder.vit(), TinyImageFolder.vitClassifier())) {
      folder.write(path);
      Files.writeString(path.resolve("preprocessor_config.json"), "{}");
      Path target = path.resolve("written");
      HuggingFaceFolder.open(path).write(target);
      Weights tensors = WeightsFile.read(target.resolve("model.safetensors"));
      assertThat(tensors.asMap()).isEqualTo(folder.tensors);
      assertThat(target.resolve("preprocessor_config.json")).exists();
      HuggingFaceFolder part = HuggingFaceFolder.open(path).layers(1).withDropout(0.2);
      part.write(target);
      assertThat(HuggingFaceFolder.open(target).weights()).isEqualTo(part.weights());
      assertThat(Files.readString(target.resolve("config.json")))
          .contains("\"num_hidden_layers\" : 1", "\"hidden_dropout_prob\" : 0.2")
          .doesNotContain("classifier_dropout");
    }
  }

  @Test
  @DisplayName("becomes an ONNX file for every batch size, which is a model again")
  void exported() throws IOException {
    TinyImageFolder.vitClassifier().write(path);
    HuggingFaceFolder folder = HuggingFaceFolder.open(path);
    Path file = path.resolve("vit.onnx");
    OnnxExport.of(folder.model(), folder.weights()).write(file);
    OnnxModel model = OnnxModel.open(file);
    Predictions expected = predict(folder);
    requireSame(predict(model, model.weights()), expected);
    try (OnnxPredictor predictor = OnnxPredictor.open(file)) {
      requireSame(predictor.predict(Map.of("pixel_values", images(2))), expected);
    }
  }

  private static void requireSame(Predictions found, Predictions expected) {
    assertThat(found.asMap()).containsOnlyKeys(expected.asMap().keySet());
    expected
        .asMap()
        .forEach(
            (name, tensor) ->
                assertThat(found.get(name).toFloatArray())
                    .containsExactly(tensor.toFloatArray(), within(1e-5f)));
  }

  @Test
  @DisplayName("teaches a student of one of its layers, whose dropout differs")
  void teaches() throws IOException {
    TinyImageFolder.vitClassifier().write(path);
    HuggingFaceFolder teacher = HuggingFaceFolder.open(path);
    HuggingFaceFolder student = teacher.layers(0).withDropout(0);
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      TrainingPlan plan =
          TrainingPlan.of(student.model(), InMemoryDataset.unlabelled(images(8)))
              .initialWeights(student.weights())
              .teacher(ModelTeacher.of(session, teacher.model(), teacher.weights()))
              .loss(SoftTargetLoss.of(1))
              .optimizer(Adam.of(0.01))
              .batchSize(4)
              .epochs(10)
              .build();
      TrainingReport report = new SessionTrainer(session).train(plan);
      assertThat(total(report, 9)).isLessThan(total(report, 0));
      student.withWeights(report.weights()).write(path.resolve("student"));
      assertThat(HuggingFaceFolder.open(path.resolve("student")).weights())
          .isEqualTo(report.weights());
    }
  }

  private static double total(TrainingReport report, int epoch) {
    return report.epochs().get(epoch).loss().total();
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
        delimiter = '|',
        value = {
          "patch_size|4|a divisor of image_size, 6",
          "image_size|[6, 6]|a whole number of at least 1",
          "num_attention_heads|3|a divisor of hidden_size, 4",
          "qkv_bias|false|true",
        })
    @DisplayName("with a value that is not taken")
    void value(String key, String value, String expected) throws IOException {
      TinyFolder folder = TinyImageFolder.vit();
      folder.config.put(key, new TinyFolder.Bare(value));
      folder.write(path);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HuggingFaceFolder.open(path))
          .withMessage(
              path.resolve("config.json")
                  + " has "
                  + key
                  + " "
                  + value.replace(" ", "")
                  + ", expected "
                  + expected
                  + ".\nMaybe it is a folder of another kind of network.");
    }

    @Test
    @DisplayName("where texts are wanted")
    void texts() throws IOException {
      TinyImageFolder.vit().write(path);
      Files.write(path.resolve("vocab.txt"), List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
      HuggingFaceFolder folder = HuggingFaceFolder.open(path);
      String message =
          path
              + " holds a vit, expected an encoder of texts, which has a tokenizer.\n"
              + "Maybe give images to its input pixel_values.";
      assertThatIllegalArgumentException().isThrownBy(folder::tokenizer).withMessage(message);
      assertThatIllegalArgumentException().isThrownBy(folder::sentences).withMessage(message);
    }
  }
}
