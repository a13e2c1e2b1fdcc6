package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      List.of("A cat sat", "dogs ran", "a dog sat", "", "cats ran", "a a a cat");

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
    return HuggingFaceFolder.open(folder).sentences();
  }

  private Teacher teacher() {
    return ModelTeacher.of(session, encoder().model(), encoder().weights());
  }

  private Dataset texts() {
    return TextData.of(new TextLines(), "text")
        .read(encoder().tokenizer(), folder.resolve("texts.txt"));
  }

  private StaticEmbedding student(int width) {
    return StaticEmbedding.distill(teacher(), encoder().tokenizer(), texts(), width);
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
  @DisplayName("begins with rows in which all that tokens differ in is there, at full width")
  void rows() {
    StaticEmbedding student = student(4);
    Weights weights = student.pretrained().weights();
    HostTensor table = weights.get(StaticEncoder.TABLE);
    HostTensor axes = weights.get(StaticEncoder.PROJECTION);
    Dataset tokens =
        TokenSequences.of(List.of(new int[] {2, 5, 3}, new int[] {2, 6, 3}, new int[] {2, 7, 3}))
            .withTypes(List.of(new int[3], new int[3], new int[3]));
    float[] expected =
        teacher().predict(tokens.batch(0, 1, 2)).get(HuggingFaceFolder.EMBEDDING).toFloatArray();
    // Differences of rows, led through the axes, are differences of the teacher's embeddings.
    double scale = difference(expected, 0) / difference(behind(table, axes, 5, 6), 0);
    for (int i = 0; i < 4; i++) {
      double wanted = expected[i] - expected[8 + i];
      assertThat(scale * behind(table, axes, 5, 7)[i]).isCloseTo(wanted, within(1e-4));
    }
  }

  private static double difference(float[] rows, int at) {
    return rows.length > 4 ? rows[at] - rows[4 + at] : rows[at];
  }

  /** The difference of two rows behind the axes. */
  private static float[] behind(HostTensor table, HostTensor axes, int one, int other) {
    float[] result = new float[4];
    for (int axis = 0; axis < 4; axis++) {
      float value = table.floats().get(one * 4 + axis) - table.floats().get(other * 4 + axis);
      for (int i = 0; i < 4; i++) {
        result[i] += value * axes.floats().get(axis * 4 + i);
      }
    }
    return result;
  }

  @Test
  @DisplayName("weighs tokens by how rare they are, and special ones not at all")
  void weights() {
    float[] weights = student(2).pretrained().weights().get(StaticEncoder.WEIGHTS).toFloatArray();
    // "a" is 5 of the 16 tokens of the texts that are not special: "", the fourth line, is none.
    assertThat(weights[4]).isCloseTo((float) (1e-3 / (1e-3 + 5 / 16.0)), within(1e-6f));
    assertThat(weights[8]).isGreaterThan(weights[4]);
    assertThat(weights).startsWith(0, 0, 0, 0).doesNotContain(1);
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
                StaticEncoder.WEIGHTS, student.pretrained().weights().get(StaticEncoder.WEIGHTS),
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
  void learns() throws IOException {
    Path target = folder.resolve("student.d4j");
    TrainingReport report = ShownStatic.table(session, folder, folder.resolve("texts.txt"), target);
    assertThat(report.epochs().get(4).loss().total())
        .isLessThan(report.epochs().get(0).loss().total());
    try (Student opened =
        Student.open(target, new ArrayBackend().open(SessionOptions.defaults()))) {
      assertThat(opened.content().files()).containsKey("vocab.txt");
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
    Dataset others = TokenSequences.of(List.of(new int[] {2, 10, 3}));
    assertThatThrownBy(() -> StaticEmbedding.distill(teacher(), encoder().tokenizer(), others, 2))
        .hasMessage(
            "The texts have the id 10, expected ids below 10, which the tokenizer has.\n"
                + "Maybe they were tokenized for another model.");
    HuggingFaceFolder states = HuggingFaceFolder.open(folder);
    Teacher unpooled = ModelTeacher.of(session, states.model(), states.weights());
    assertThatThrownBy(() -> StaticEmbedding.distill(unpooled, states.tokenizer(), texts(), 2))
        .hasMessageContaining("The teacher gives [last_hidden_state], expected \"embedding\"");
  }
}
