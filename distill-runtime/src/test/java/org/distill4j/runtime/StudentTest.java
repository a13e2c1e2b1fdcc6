package org.distill4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.EncodedTable;
import org.distill4j.core.data.ImageDataset;
import org.distill4j.core.data.MissingNumbers;
import org.distill4j.core.data.Normalization;
import org.distill4j.core.data.TableColumns;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.core.weights.WeightStorage;
import org.distill4j.data.Dataset;
import org.distill4j.jvm.JavaBackend;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.student.Answer;
import org.distill4j.student.Prediction;
import org.distill4j.student.Student;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A student file")
class StudentTest {
  private static final String TABLE =
      "age,city,y\n1,Rome,0\n3,Oslo,1\n,Rome,1\n3,,0\n1,,0\n2.5,Bonn,1\n3,Oslo,0\n";

  @TempDir private Path folder = Path.of("");

  private static Model dense(int inputs, int outputs) {
    return Models.of(TensorSpec.floats(inputs), Dense.of(inputs, outputs));
  }

  /** Weights of a dense layer: all 0 but the biases. */
  private static Weights biases(int inputs, float... biases) {
    Model model = dense(inputs, biases.length);
    Weights zeros = ServedModels.weights(model);
    Map<String, HostTensor> all = new LinkedHashMap<>();
    zeros
        .asMap()
        .forEach(
            (name, value) ->
                all.put(
                    name,
                    value.shape().rank() == 1
                        ? HostTensor.ofFloats(value.shape(), biases)
                        : HostTensor.allocate(value.spec())));
    return Weights.of(all);
  }

  private static Student open(StudentFile file) {
    return ServedModels.open(file);
  }

  private static float[] trained(Model model, Weights weights, HostTensor input) {
    try (Session session = new JavaBackend().open(SessionOptions.defaults());
        Predictor predictor = ModelPredictor.open(session, model, weights)) {
      return predictor.predict(input).logits().toFloatArray();
    }
  }

  private static float[] outputs(List<Prediction> predictions) {
    int width = predictions.get(0).outputs().length;
    float[] all = new float[predictions.size() * width];
    for (int i = 0; i < predictions.size(); i++) {
      System.arraycopy(predictions.get(i).outputs(), 0, all, i * width, width);
    }
    return all;
  }

  @Nested
  @DisplayName("answers")
  class Answers {
    @Test
    @DisplayName("with the likeliest class and probabilities")
    void classes() {
      Student student =
          open(
              StudentFile.of(dense(2, 3), biases(2, 0, (float) Math.log(2), 0))
                  .withClasses(List.of("cat", "dog", "cow")));
      Prediction prediction = student.predict(5, 7);

      assertThat(prediction.className()).contains("dog");
      assertThat(prediction.index()).isEqualTo(1);
      assertThat(prediction.probabilities())
          .usingComparatorWithPrecision(1e-6)
          .containsExactly(0.25, 0.5, 0.25);
      assertThat(prediction).hasToString("dog " + Arrays.toString(prediction.probabilities()));
    }

    @Test
    @DisplayName("with one of two for a single logit")
    void binary() {
      StudentFile file =
          StudentFile.of(dense(2, 1), biases(2, (float) Math.log(3)))
              .withClasses(List.of("ham", "spam"));
      Prediction prediction = open(file).predict(0, 0);

      assertThat(prediction.className()).contains("spam");
      assertThat(prediction.probabilities())
          .usingComparatorWithPrecision(1e-6)
          .containsExactly(0.25, 0.75);
    }

    @Test
    @DisplayName("with labels of which any number may hold")
    void labels() {
      Prediction prediction =
          open(StudentFile.of(dense(2, 3), biases(2, 1, -1, 0))
                  .withAnswer(Answer.MANY_LABELS)
                  .withClasses(List.of("a", "b", "c")))
              .predict(0, 0);

      assertThat(prediction.labels()).containsExactly("a", "c");
      assertThat(prediction.probabilities()[2]).isEqualTo(0.5);
    }

    @Test
    @DisplayName("with numbers, which are no probabilities")
    void numbers() {
      Prediction prediction = open(StudentFile.of(dense(2, 1), biases(2, 4))).predict(0, 0);

      assertThat(prediction.outputs()).containsExactly(4);
      assertThat(prediction.className()).isEmpty();
      assertThatThrownBy(prediction::probabilities)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("expected classes.\nMaybe name the classes");
    }
  }

  @Nested
  @DisplayName("is served as it was trained:")
  class Served {
    private EncodedTable table(MissingNumbers missing) throws IOException {
      Path file = Files.writeString(folder.resolve("train.csv"), TABLE);
      return TableColumns.of("city").withMissing(missing).read(CsvTable.of("y"), file);
    }

    @Test
    @DisplayName("rows of a table, scaled and encoded")
    void rows() throws IOException {
      for (MissingNumbers missing : List.of(MissingNumbers.MEAN, MissingNumbers.INDICATED)) {
        EncodedTable data = table(missing);
        Model model = dense(data.encoding().width(), 2);
        Weights weights = ServedModels.weights(model);
        Student student = open(StudentFile.of(model, weights).describedBy(data));
        List<Map<String, String>> rows =
            TABLE
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(cells -> Map.of("age", cells[0], "city", cells[1]))
                .toList();
        int[] all = IntStream.range(0, data.size()).toArray();

        assertThat(outputs(student.predictRows(rows)))
            .isEqualTo(trained(model, weights, data.batch(all).input()));
      }
    }

    @Test
    @DisplayName("pixels, normalised")
    void pixels() {
      byte[] bytes = new byte[2 * 4 * 4];
      new Random(3).nextBytes(bytes);
      ImageDataset data =
          ImageDataset.of(
              Shape.of(1, 4, 4),
              bytes,
              Map.of("labels", new int[] {0, 1}),
              new Normalization(0.13, 0.31));
      Model model =
          Models.of(TensorSpec.floats(1, 4, 4), Sequential.of(new Flatten(), Dense.of(16, 3)));
      Weights weights = ServedModels.weights(model);
      Student student = open(StudentFile.of(model, weights).describedBy(data));

      assertThat(student.predictPixels(Arrays.copyOfRange(bytes, 16, 32)).outputs())
          .isEqualTo(trained(model, weights, data.batch(1).input()));
    }

    @Test
    @DisplayName("ids of any number")
    void ids() {
      Model model =
          Models.of(
              TensorSpec.freeInts("length"), Sequential.of(Embedding.of(9, 4), MeanPool.of()));
      Weights weights = ServedModels.weights(model);
      Student student = open(StudentFile.of(model, weights));
      for (int[] ids : new int[][] {{1}, {3, 8, 8, 2}}) {
        assertThat(student.predictIds(ids).outputs())
            .isEqualTo(trained(model, weights, HostTensor.ofInts(Shape.of(1, ids.length), ids)));
      }
      assertThatThrownBy(() -> student.predictIds(1, 9))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Input \"input\" holds 9 at 1, expected an integer in [0, 9).\n"
                  + "Maybe the ids are those of another vocabulary.");
    }

    @Test
    @DisplayName("by several threads at once")
    void threads() {
      Model model = dense(5, 3);
      Student student = open(StudentFile.of(model, ServedModels.weights(model)));
      float[] expected = student.predict(1, 2, 3, 4, 5).outputs();

      assertThat(
              IntStream.range(0, 200)
                  .parallel()
                  .mapToObj(i -> student.predict(1, 2, 3, 4, 5).outputs())
                  .toList())
          .allSatisfy(outputs -> assertThat(outputs).isEqualTo(expected));
    }
  }

  @Nested
  @DisplayName("holds")
  class Holds {
    private final Model table =
        Models.of(
            TensorSpec.freeInts("length"),
            Sequential.of(Embedding.of(500, 64), MeanPool.of(), Dense.of(64, 3)));

    private long size(WeightStorage storage) {
      return StudentFile.of(table, ServedModels.weights(table))
          .withStorage(storage)
          .content()
          .toBytes()
          .length;
    }

    @Test
    @DisplayName("tables in a byte for each number, or all in two")
    void smaller() {
      long numbers = 500 * 64;
      assertThat(size(WeightStorage.FLOAT32)).isBetween(4 * numbers, 4 * numbers + 3_000);
      assertThat(size(WeightStorage.FLOAT16)).isBetween(2 * numbers, 2 * numbers + 3_000);
      assertThat(size(WeightStorage.INT8_TABLES))
          .isBetween(numbers + 4 * 500, numbers + 4 * 500 + 3_000);
    }

    @Test
    @DisplayName("rounded numbers within half a unit of each row's scale")
    void rounded() {
      Weights weights = ServedModels.weights(table);
      StudentFile file = StudentFile.of(table, weights);
      float[] exact = open(file).predictIds(3, 77, 499).outputs();
      float largest = 0;
      for (float value : weights.asMap().values().iterator().next().toFloatArray()) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (WeightStorage storage : List.of(WeightStorage.FLOAT16, WeightStorage.INT8_TABLES)) {
        float[] found = open(file.withStorage(storage)).predictIds(3, 77, 499).outputs();
        for (int i = 0; i < exact.length; i++) {
          assertThat(Math.abs(found[i] - exact[i])).isLessThan(64 * largest / 254);
        }
      }
    }

    @Test
    @DisplayName("other files and notes, and is the same bytes each time")
    void files() throws IOException {
      StudentFile file =
          StudentFile.of(dense(2, 3), biases(2, 0, 0, 0))
              .withFile("vocab.txt", "a\nb".getBytes(StandardCharsets.UTF_8))
              .withNotes(Map.of("by", "a test"));
      Student student = open(file);

      assertThat(student.content().files().get("vocab.txt")).asString().isEqualTo("a\nb");
      assertThat(student.content().notes()).containsExactly(Map.entry("by", "a test"));
      assertThat(file.content().toBytes()).isEqualTo(student.content().toBytes());
    }
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    private void assertRefused(Path file, String... parts) {
      assertThatThrownBy(() -> Students.open(file))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .contains(parts)
          .contains("expected")
          .contains("\nMaybe ");
    }

    @Test
    @DisplayName("if there is none, or it is something else")
    void others() throws IOException {
      assertRefused(folder.resolve("none.d4j"), "There is no student file", "none.d4j");
      assertRefused(
          Files.writeString(folder.resolve("text.d4j"), "no zip"), "text.d4j: it is no zip file");
    }

    @Test
    @DisplayName("if a byte was changed")
    void changed() throws IOException {
      byte[] bytes = StudentFile.of(dense(2, 3), biases(2, 1, 2, 3)).content().toBytes();
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      bytes[text.indexOf("distill4j program") + 40] ^= (byte) 1;
      assertRefused(
          Files.write(folder.resolve("changed.d4j"), bytes),
          "changed.d4j: the bytes of the entry \"program\" do not match their checksum");
    }

    @Test
    @DisplayName("where it is written, if its parts do not fit")
    void parts() {
      assertThatThrownBy(
              () ->
                  StudentFile.of(dense(2, 3), biases(2, 1, 2, 3))
                      .withClasses(List.of("a", "b"))
                      .content())
          .hasMessageContaining("the classes [a, b] for 3 outputs, ONE_OF_MANY, expected 3 names");
      assertThatThrownBy(() -> StudentFile.of(dense(2, 3), biases(3, 1, 2, 3)).content())
          .hasMessageContaining("expected");
    }

    @Test
    @DisplayName("what it does not take")
    void inputs() {
      Student student = open(StudentFile.of(dense(2, 3), biases(2, 1, 2, 3)));
      assertThatThrownBy(() -> student.predict(1, 2, 3))
          .hasMessageContaining(
              "3 values of the type FLOAT32 were given for one example, expected");
      assertThatThrownBy(() -> student.predictRows(List.of(Map.of())))
          .hasMessageContaining("The student was given a table, expected tensors");
      assertThatThrownBy(
              () -> student.run(Map.of("x", HostTensor.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6))))
          .hasMessageContaining("Input \"input\" is FLOAT32(2, 3), expected FLOAT32(batch, 2)");
    }
  }

  private static String lines(Student student, String lines) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Predict.predict(
        student,
        new BufferedReader(new StringReader(lines)),
        new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("predicts for lines of text")
  void lines() throws IOException {
    Student numbers = open(StudentFile.of(dense(2, 1), biases(2, 4)));
    assertThat(lines(numbers, "1,2\n3, 4\n")).isEqualToNormalizingNewlines("[4.0]\n[4.0]\n");
    assertThatThrownBy(() -> lines(numbers, "a,b")).hasMessageContaining("expected numbers");

    Path file = Files.writeString(folder.resolve("train.csv"), TABLE);
    Dataset data = TableColumns.of("city").read(CsvTable.of("y"), file);
    int width = (int) Objects.requireNonNull(data.inputs().get("input")).shape().size();
    Student rows = open(StudentFile.of(dense(width, 1), biases(width, 2)).describedBy(data));
    assertThat(lines(rows, "city,age\nRome,3\n")).isEqualToNormalizingNewlines("[2.0]\n");
  }

  @Test
  @DisplayName("predicts for the lines of the standard input, as a program")
  void program() {
    Path file = folder.resolve("numbers.d4j");
    StudentFile.of(dense(2, 1), biases(2, 4)).write(file);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    InputStream in = System.in;
    PrintStream out = System.out;
    System.setIn(new ByteArrayInputStream("1,2\n".getBytes(StandardCharsets.UTF_8)));
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Predict.main(file.toString());
    } finally {
      System.setIn(in);
      System.setOut(out);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("[4.0]\n");
  }
}
