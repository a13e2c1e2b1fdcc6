package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Mode;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A folder of Hugging Face")
class HuggingFaceFolderTest {
  private static final int[][] IDS = {{2, 5, 9, 3, 7}, {2, 4, 3, 1, 1}};
  private static final int[][] MASK = {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}};
  private static final int[][] TYPES = {{0, 0, 0, 1, 1}, {0, 1, 1, 0, 0}};
  private static final int[] ALL = {0, 1, 2};

  private final Path path;

  HuggingFaceFolderTest(@TempDir Path path) {
    this.path = path;
  }

  private static HostTensor ints(int[][] rows) {
    int[] flat = Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    return HostTensor.ofInts(Shape.of(rows.length, rows[0].length), flat);
  }

  private static Predictions predict(HuggingFaceFolder folder) {
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    inputs.put("input_ids", ints(IDS));
    inputs.put("attention_mask", ints(MASK));
    if (folder.model().inputs().containsKey("token_type_ids")) {
      inputs.put("token_type_ids", ints(TYPES));
    }
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Predictor predictor = ModelPredictor.open(session, folder.model(), folder.weights())) {
      return predictor.predict(inputs);
    }
  }

  /** Of texts one after the other; padding is left out, as its states mean nothing. */
  private static void requireStates(Predictions found, PlainEncoder plain, int... layers) {
    HostTensor states = found.get("last_hidden_state");
    assertThat(states.shape()).isEqualTo(Shape.of(2, 5, TinyFolder.WIDTH));
    for (int b = 0; b < 2; b++) {
      double[][] expected = plain.states(IDS[b], MASK[b], TYPES[b], layers);
      for (int i = 0; i < 5 * TinyFolder.WIDTH; i++) {
        int t = i / TinyFolder.WIDTH;
        assertThat((double) states.floats().get(b * 5 * TinyFolder.WIDTH + i))
            .as("text %s, value %s", b, i)
            .isCloseTo(expected[t][i % TinyFolder.WIDTH], within(1e-5));
      }
    }
  }

  private static void requireRow(Predictions found, String output, int row, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found.get(output).floats().get(row * expected.length + i))
          .isCloseTo(expected[i], within(1e-5));
    }
  }

  @Nested
  @DisplayName("is the network whose name it has:")
  class Networks {
    @Test
    @DisplayName("BERT, without a head")
    void bert() throws IOException {
      TinyFolder folder = TinyFolder.bert().write(path);
      Predictions found = predict(HuggingFaceFolder.open(path));
      requireStates(found, new PlainEncoder(folder, ""), ALL);
      assertThat(found.asMap()).containsOnlyKeys("last_hidden_state");
    }

    @Test
    @DisplayName("BERT that classifies texts")
    void bertClassifier() throws IOException {
      TinyFolder folder = TinyFolder.bertClassifier().write(path);
      Predictions found = predict(HuggingFaceFolder.open(path));
      PlainEncoder plain = new PlainEncoder(folder, "bert.");
      requireStates(found, plain, ALL);
      requireScores(found, plain, "bert.pooler.dense", "classifier", Math::tanh);
    }

    @Test
    @DisplayName("BERT that classifies tokens")
    void bertTagger() throws IOException {
      TinyFolder folder = TinyFolder.bertTagger().write(path);
      Predictions found = predict(HuggingFaceFolder.open(path));
      PlainEncoder plain = new PlainEncoder(folder, "bert.");
      assertThat(found.logits().shape()).isEqualTo(Shape.of(2, 5, TinyFolder.CLASSES));
      double[][] states = plain.states(IDS[1], MASK[1], TYPES[1], ALL);
      requireRow(found, "logits", 5 + 2, plain.head("classifier", states[2]));
    }

    @Test
    @DisplayName("RoBERTa, whose positions count tokens from the padding's id on")
    void roberta() throws IOException {
      TinyFolder folder = TinyFolder.robertaClassifier().write(path);
      HuggingFaceFolder opened = HuggingFaceFolder.open(path);
      assertThat(opened.model().inputs()).containsOnlyKeys("input_ids", "attention_mask");
      Predictions found = predict(opened);
      PlainEncoder plain = new PlainEncoder(folder, "roberta.");
      requireStates(found, plain, ALL);
      requireScores(found, plain, "classifier.dense", "classifier.out_proj", Math::tanh);
    }

    @Test
    @DisplayName("MPNet, whose attention has a bias for each distance")
    void mpnet() throws IOException {
      TinyFolder folder = TinyFolder.mpnetClassifier().write(path);
      HuggingFaceFolder opened = HuggingFaceFolder.open(path);
      assertThat(opened.model().inputs()).containsOnlyKeys("input_ids", "attention_mask");
      Predictions found = predict(opened);
      PlainEncoder plain = new PlainEncoder(folder, "mpnet.");
      requireStates(found, plain, ALL);
      requireScores(found, plain, "classifier.dense", "classifier.out_proj", Math::tanh);
      requireStates(predict(opened.layers(2)), plain, 2);
      assertThat(opened.layers().layerCount()).isZero();
    }

    @Test
    @DisplayName("MPNet, whose distances are put into 32 buckets up to 128")
    void distances() {
      RelativePositions layer = new RelativePositions(32, 2);
      float[] values = new float[64];
      for (int i = 0; i < 64; i++) {
        values[i] = i;
      }
      int length = 300;
      try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
          Predictor predictor =
              ModelPredictor.open(
                  session,
                  Models.of(TensorSpec.ints(length), Sequential.of().then("bias", layer)),
                  Weights.of(
                      Map.of("bias.weight", HostTensor.ofFloats(Shape.of(32, 2), values))))) {
        HostTensor ids = HostTensor.ofInts(Shape.of(1, length), new int[length]);
        HostTensor bias = predictor.predict(Map.of("input", ids)).logits();
        for (int i = 0; i < 2 * length * length; i++) {
          int ahead = i % length - i / length % length;
          int far = Math.abs(ahead);
          // 8 to 11, 12 to 15, 16 to 22, 23 to 31, 32 to 45, …: growing by √2.
          int bucket = far < 8 ? far : 8;
          for (int next : new int[] {12, 16, 23, 32, 46, 64, 91}) {
            bucket += far >= next ? 1 : 0;
          }
          int row = bucket + (ahead > 0 ? 16 : 0);
          assertThat(bias.floats().get(i)).isEqualTo(row * 2 + i / (length * length));
        }
      }
    }

    @Test
    @DisplayName("DistilBERT")
    void distilbert() throws IOException {
      TinyFolder folder = TinyFolder.distilbertClassifier().write(path);
      Predictions found = predict(HuggingFaceFolder.open(path));
      PlainEncoder plain = new PlainEncoder(folder, "distilbert.");
      requireStates(found, plain, ALL);
      requireScores(found, plain, "pre_classifier", "classifier", x -> Math.max(x, 0));
    }

    private void requireScores(
        Predictions found,
        PlainEncoder plain,
        String pooler,
        String classifier,
        DoubleUnaryOperator function) {
      for (int b = 0; b < 2; b++) {
        double[] first = plain.states(IDS[b], MASK[b], TYPES[b], ALL)[0];
        double[] pooled = Arrays.stream(plain.head(pooler, first)).map(function).toArray();
        requireRow(found, "logits", b, plain.head(classifier, pooled));
      }
    }
  }

  @Nested
  @DisplayName("is read")
  class Reading {
    @Test
    @DisplayName("from half the bits")
    void halves() throws IOException {
      TinyFolder folder = TinyFolder.bert().write(path);
      Weights whole = HuggingFaceFolder.open(path).weights();
      for (String dtype : List.of("F16", "BF16")) {
        Path other = Files.createDirectory(path.resolve(dtype));
        folder.writeHalf(other, dtype);
        assertThat(HuggingFaceFolder.open(other).weights()).as(dtype).isEqualTo(whole);
      }
    }

    @Test
    @DisplayName("from several files")
    void sharded() throws IOException {
      TinyFolder folder = TinyFolder.robertaClassifier().write(path);
      Path other = Files.createDirectory(path.resolve("sharded"));
      folder.writeSharded(other);
      assertThat(HuggingFaceFolder.open(other).weights())
          .isEqualTo(HuggingFaceFolder.open(path).weights());
    }
  }

  @Nested
  @DisplayName("is taken in part:")
  class Layers {
    @Test
    @DisplayName("some layers, in the order given")
    void some() throws IOException {
      TinyFolder folder = TinyFolder.bertClassifier().write(path);
      HuggingFaceFolder part = HuggingFaceFolder.open(path).layers(2, 0);
      assertThat(part.layerCount()).isEqualTo(2);
      requireStates(predict(part), new PlainEncoder(folder, "bert."), 2, 0);
      assertThat(predict(part).asMap()).containsOnlyKeys("last_hidden_state", "logits");
    }

    @Test
    @DisplayName("the embeddings alone")
    void none() throws IOException {
      TinyFolder folder = TinyFolder.distilbertClassifier().write(path);
      HuggingFaceFolder part = HuggingFaceFolder.open(path).layers();
      requireStates(predict(part), new PlainEncoder(folder, "distilbert."));
    }

    @Test
    @DisplayName("no layer that is not there")
    void wrong() throws IOException {
      TinyFolder.bert().write(path);
      HuggingFaceFolder folder = HuggingFaceFolder.open(path);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> folder.layers(0, 3))
          .withMessage(
              "Layer 3 of "
                  + path
                  + " was asked for, expected one of 0 to 2.\nMaybe layers were counted from 1.");
    }
  }

  @Nested
  @DisplayName("gives embeddings of sentences")
  class Sentences {
    @Test
    @DisplayName("as the mean over the mask, of length 1")
    void mean() throws IOException {
      TinyFolder folder = TinyFolder.bert().write(path);
      requireEmbedding(predict(HuggingFaceFolder.open(path).sentences()), folder, "", ALL);
    }

    @Test
    @DisplayName("in part too, and leaves a classifier out")
    void part() throws IOException {
      TinyFolder folder = TinyFolder.bertClassifier().write(path);
      HuggingFaceFolder part = HuggingFaceFolder.open(path).sentences().layers(1).withDropout(0.3);
      requireEmbedding(predict(part), folder, "bert.", 1);
      Path written = path.resolve("written");
      part.write(written);
      assertThat(WeightsFile.read(written.resolve("model.safetensors")).names())
          .noneMatch(name -> name.startsWith("classifier"));
      assertThat(HuggingFaceFolder.open(written).sentences().weights()).isEqualTo(part.weights());
    }

    private void requireEmbedding(
        Predictions found, TinyFolder folder, String prefix, int... layers) {
      assertThat(found.asMap()).containsOnlyKeys("embedding");
      for (int b = 0; b < 2; b++) {
        double[][] states =
            new PlainEncoder(folder, prefix).states(IDS[b], MASK[b], TYPES[b], layers);
        double[] sum = new double[TinyFolder.WIDTH];
        for (int t = 0; t < 5; t++) {
          for (int i = 0; i < sum.length; i++) {
            sum[i] += MASK[b][t] * states[t][i];
          }
        }
        double length = Math.sqrt(Arrays.stream(sum).map(x -> x * x).sum());
        requireRow(found, "embedding", b, Arrays.stream(sum).map(x -> x / length).toArray());
      }
    }
  }

  @Nested
  @DisplayName("is written")
  class Writing {
    @Test
    @DisplayName("with the names and values that it had")
    void same() throws IOException {
      for (TinyFolder folder :
          List.of(
              TinyFolder.bert(),
              TinyFolder.bertTagger(),
              TinyFolder.robertaClassifier(),
              TinyFolder.distilbertClassifier())) {
        folder.tensor("cls.predictions.bias", 0, TinyFolder.VOCABULARY);
        folder.write(path);
        Path written = path.resolve("written");
        HuggingFaceFolder.open(path).write(written);
        Weights tensors = WeightsFile.read(written.resolve("model.safetensors"));
        assertThat(tensors.asMap()).isEqualTo(folder.tensors);
      }
    }

    @Test
    @DisplayName("with chosen layers numbered from 0 on, their number, and the tokenizer")
    void part() throws IOException {
      TinyFolder folder = TinyFolder.distilbertClassifier().write(path);
      Files.writeString(path.resolve("tokenizer.json"), "{}");
      Path written = path.resolve("written");
      HuggingFaceFolder part = HuggingFaceFolder.open(path).layers(2);
      part.write(written);
      Weights tensors = WeightsFile.read(written.resolve("model.safetensors"));
      String end = "ffn.lin1.weight";
      assertThat(tensors.get("distilbert.transformer.layer.0." + end))
          .isEqualTo(folder.tensors.get("distilbert.transformer.layer.2." + end));
      assertThat(Files.readString(written.resolve("config.json"))).contains("\"n_layers\" : 1");
      assertThat(written.resolve("tokenizer.json")).exists();
      assertThat(HuggingFaceFolder.open(written).weights()).isEqualTo(part.weights());
    }

    @Test
    @DisplayName("with the weights of a training")
    void trained() throws IOException {
      TinyFolder.robertaClassifier().write(path);
      HuggingFaceFolder folder = HuggingFaceFolder.open(path);
      Weights trained =
          Weights.initial(Recorder.forward(folder.model(), Mode.TRAINING, 2).parameters(), 3);
      Path written = path.resolve("written");
      folder.withWeights(trained).write(written);
      assertThat(HuggingFaceFolder.open(written).weights()).isEqualTo(trained);
    }

    @Test
    @DisplayName("with the gamma and beta of old files")
    void oldNorms() throws IOException {
      TinyFolder folder = TinyFolder.bert();
      Map<String, HostTensor> old = new LinkedHashMap<>();
      folder.tensors.forEach(
          (name, tensor) ->
              old.put(
                  name.replace("Norm.weight", "Norm.gamma").replace("Norm.bias", "Norm.beta"),
                  tensor));
      folder.write(path);
      Weights wanted = HuggingFaceFolder.open(path).weights();
      WeightsFile.write(path.resolve("model.safetensors"), Weights.of(old));
      assertThat(HuggingFaceFolder.open(path).weights()).isEqualTo(wanted);
      HuggingFaceFolder.open(path).write(path.resolve("written"));
      assertThat(WeightsFile.read(path.resolve("written").resolve("model.safetensors")).asMap())
          .isEqualTo(old);
    }
  }
}
