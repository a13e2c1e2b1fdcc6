package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.TextLines;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.data.Dataset;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.student.Student;
import org.distill4j.student.WordPieceEncoding;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingReport;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A table as a student of sentence embeddings")
class StaticEmbeddingTest {
  private static final List<String> TEXTS =
      List.of("A cat sat", "dogs ran", "a dog sat", "  ", "cats ran", "see");

  @TempDir private Path folder = Path.of("");
  private final Session session = new ArrayBackend().open(SessionOptions.defaults());

  @BeforeEach
  void write() throws IOException {
    TinyFolder.bert().write(folder);
    Files.write(
        folder.resolve("vocab.txt"),
        List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "cat", "dog", "sat", "ran", "##s"));
    Files.write(folder.resolve("texts.txt"), TEXTS);
  }

  @AfterEach
  void close() {
    session.close();
  }

  private HuggingFaceFolder encoder() {
    return HuggingFaceFolder.open(folder);
  }

  private Teacher teacher(HuggingFaceFolder network) {
    return ModelTeacher.of(session, network.model(), network.weights());
  }

  private Dataset texts() {
    return TextData.of(new TextLines(), "text")
        .read(encoder().tokenizer(), folder.resolve("texts.txt"));
  }

  private TokenMeans means(HuggingFaceFolder network) {
    TokenMeans means = TokenMeans.of(teacher(network), network.tokenizer());
    means.predict(texts().batch(0, 1, 2));
    means.predict(texts().batch(3, 4));
    return means;
  }

  private StaticEmbedding student(int width) {
    return StaticEmbedding.distill(means(encoder()), width);
  }

  private float[] embeddings(PretrainedModel model) {
    Dataset data = texts();
    try (Predictor predictor = ModelPredictor.open(session, model, model.weights())) {
      return predictor
          .predict(data.batch(0, 1, 2, 3, 4).inputs())
          .get(HuggingFaceFolder.EMBEDDING)
          .toFloatArray();
    }
  }

  private static double cosine(float[] rows, int width, int one, int other) {
    double sum = 0;
    for (int i = 0; i < width; i++) {
      sum += rows[one * width + i] * rows[other * width + i];
    }
    return sum;
  }

  @Test
  @DisplayName("begins with the mean state of each token in texts and alone")
  void rows() {
    StaticEmbedding student = student(4);
    float[] table = student.pretrained().weights().get(StaticEncoder.TABLE).toFloatArray();
    float[] axes = student.pretrained().weights().get(StaticEncoder.PROJECTION).toFloatArray();
    Map<Integer, double[]> expected = meansByHand();
    // At full width rows behind the axes are the means, but for one scale of all.
    double scale = Objects.requireNonNull(expected.get(4))[0] / behind(table, axes, 4)[0];
    expected.forEach(
        (id, mean) -> {
          for (int i = 0; i < 4; i++) {
            assertThat(scale * behind(table, axes, id)[i]).isCloseTo(mean[i], within(1e-4));
          }
        });
  }

  @Test
  @DisplayName("begins the same with means that were kept")
  void kept() {
    TokenMeans means = means(encoder());
    TokenMeans restored = TokenMeans.of(teacher(encoder()), encoder().tokenizer());
    assertThatThrownBy(restored::state).hasMessageContaining("There are no means of tokens");
    restored.restore(means.state());
    assertThat(restored.texts()).isEqualTo(5);
    float[] expected = means.table().toFloatArray();
    assertThat(restored.table().toFloatArray()).containsExactly(expected, within(1e-6f));
  }

  /** Of "a" and "##s": their states in texts, and alone, moved by the difference of all means. */
  private Map<Integer, double[]> meansByHand() {
    double[][] sums = new double[10][4];
    double[] counts = new double[10];
    double[] all = new double[4];
    double tokens = 0;
    for (int text = 0; text < 5; text++) {
      Map<String, HostTensor> inputs = texts().batch(text).inputs();
      int[] ids = Objects.requireNonNull(inputs.get(TokenSequences.IDS)).toIntArray();
      float[] states = states(inputs);
      for (int at = 0; at < ids.length; at++) {
        if (Objects.requireNonNull(inputs.get(TokenSequences.MASK)).ints().get(at) == 1) {
          counts[ids[at]]++;
          tokens++;
          for (int i = 0; i < 4; i++) {
            sums[ids[at]][i] += states[at * 4 + i];
            all[i] += states[at * 4 + i];
          }
        }
      }
    }
    double[][] alone = new double[10][4];
    double[] aloneMean = new double[4];
    for (int id = 0; id < 10; id++) {
      float[] states =
          states(
              TokenSequences.of(List.of(new int[] {2, id, 3}))
                  .withTypes(List.of(new int[3]))
                  .batch(0)
                  .inputs());
      for (int i = 0; i < 4; i++) {
        alone[id][i] = (states[i] + states[4 + i] + states[8 + i]) / 3;
        aloneMean[i] += alone[id][i] / 10;
      }
    }
    Map<Integer, double[]> means = new HashMap<>();
    for (int id : new int[] {4, 9}) {
      double[] mean = new double[4];
      for (int i = 0; i < 4; i++) {
        double moved = alone[id][i] - aloneMean[i] + all[i] / tokens;
        mean[i] = (sums[id][i] + moved) / (counts[id] + 1);
      }
      means.put(id, mean);
    }
    return means;
  }

  private float[] states(Map<String, HostTensor> inputs) {
    try (Predictor network = ModelPredictor.open(session, encoder().model(), encoder().weights())) {
      return network.predict(inputs).get(HuggingFaceFolder.LAST_HIDDEN_STATE).toFloatArray();
    }
  }

  /** A row behind the axes. */
  private static float[] behind(float[] table, float[] axes, int row) {
    float[] result = new float[4];
    for (int axis = 0; axis < 4; axis++) {
      for (int i = 0; i < 4; i++) {
        result[i] += table[row * 4 + axis] * axes[axis * 4 + i];
      }
    }
    return result;
  }

  @Test
  @DisplayName("weighs tokens by how rare they are, where the teacher gives no states")
  void rare() {
    HuggingFaceFolder sentences = encoder().sentences();
    TokenMeans means = means(sentences);
    // "a" is 2 of the 12 tokens that are not special.
    assertThat(means.rarity()[4]).isCloseTo(1e-3 / (1e-3 + 2 / 12.0), within(1e-9));
    assertThat(means.rarity()).startsWith(0, 0, 0, 0);
    float[] table =
        StaticEmbedding.distill(means, 4)
            .pretrained()
            .weights()
            .get(StaticEncoder.TABLE)
            .toFloatArray();
    for (int i = 0; i < 16; i++) {
      assertThat(table[i]).isZero();
    }
    float[] unweighted =
        StaticEmbedding.distill(TokenMeans.of(teacher(sentences), sentences.tokenizer()), 4)
            .pretrained()
            .weights()
            .get(StaticEncoder.TABLE)
            .toFloatArray();
    assertThat(table[4 * 4])
        .isCloseTo((float) (unweighted[4 * 4] * means.rarity()[4]), within(1e-6f));
  }

  @Test
  @DisplayName("has the same cosines in its own width as in the teacher's, whatever is between")
  void spaces() {
    StaticEmbedding student = student(3);
    float[] values = student.pretrained().weights().get(StaticEncoder.PROJECTION).toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] += i % 5 * 0.3f;
    }
    Weights skewed =
        Weights.of(
            Map.of(
                StaticEncoder.TABLE, student.pretrained().weights().get(StaticEncoder.TABLE),
                StaticEncoder.PROJECTION, HostTensor.ofFloats(Shape.of(3, 4), values)));
    StaticEmbedding trained = student.withWeights(skewed);
    float[] whole = embeddings(trained.pretrained());
    float[] wide = embeddings(trained.served(StaticEmbedding.Space.TEACHER));
    float[] own = embeddings(trained.served(StaticEmbedding.Space.OWN));
    assertThat(wide).hasSameSizeAs(whole).hasSize(20);
    assertThat(own).hasSize(15);
    for (int i = 0; i < 5; i++) {
      assertThat(cosine(wide, 4, i, 0)).isCloseTo(cosine(whole, 4, i, 0), within(1e-5));
      assertThat(cosine(own, 3, i, 0)).isCloseTo(cosine(whole, 4, i, 0), within(1e-5));
    }
  }

  @Test
  @DisplayName("learns, and is one file with its tokenizer, whose rows have 8 bits")
  void learns() {
    Path target = folder.resolve("student.d4j");
    TrainingReport report = ShownStatic.table(session, folder, folder.resolve("texts.txt"), target);
    assertThat(report.epochs().get(4).loss().total())
        .isLessThan(report.epochs().get(0).loss().total());
    try (Student opened =
        Student.open(target, new ArrayBackend().open(SessionOptions.defaults()))) {
      assertThat(opened.content().encoding()).containsInstanceOf(WordPieceEncoding.class);
      Map<String, HostTensor> inputs = texts().batch(0, 1).inputs();
      HostTensor embedding = Objects.requireNonNull(opened.run(inputs).get("embedding"));
      assertThat(embedding.shape()).isEqualTo(Shape.of(2, 2));
      float[] rows = embedding.toFloatArray();
      assertThat(cosine(rows, 2, 0, 0)).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  @DisplayName("is refused wider than its teacher, and with another's tokenizer or texts")
  void refused() throws IOException {
    assertThatThrownBy(() -> student(5))
        .hasMessage(
            "A table was to be 5 wide, expected at least 1 and at most 4, the width of the"
                + " teacher's embeddings.\nMaybe 256 was meant.");
    Dataset others =
        TokenSequences.of(List.of(new int[] {2, 10, 3})).withTypes(List.of(new int[3]));
    TokenMeans means = means(encoder());
    assertThatThrownBy(() -> means.predict(others.batch(0)))
        .hasMessage(
            "The texts have the id 10, expected ids below 10, which the tokenizer has.\n"
                + "Maybe they were tokenized for another model.");
  }
}
