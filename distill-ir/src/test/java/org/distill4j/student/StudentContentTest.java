package org.distill4j.student;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.data.Offset;
import org.distill4j.ir.Extent;
import org.distill4j.ir.FreeProgram;
import org.distill4j.ir.Program;
import org.distill4j.student.WordSplitter.Accents;
import org.distill4j.student.WordSplitter.Controls;
import org.distill4j.student.WordSplitter.Ideographs;
import org.distill4j.student.WordSplitter.Letters;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What a student file holds")
class StudentContentTest {
  private static final HostTensor MATRIX =
      HostTensor.ofFloats(Shape.of(4, 2), 1, -2, 0.5f, 100, 0, 0, 1e-3f, 3);
  private static final ColumnsEncoding COLUMNS =
      new ColumnsEncoding(
          List.of(
              new Column.Scaled("age", 2, 0.5, Column.Missing.INDICATED),
              new Column.OneOf("city", List.of("Rome"))));

  private static final WordPieceEncoding WORDS =
      new WordPieceEncoding(
          new WordPieces(Map.of("[UNK]", 1, "cat", 5, "##s", 6, "ran", 7, "!", 8), "##", 1, 10),
          new WordSplitter(Controls.DROPPED, Ideographs.SEPARATE, Accents.DROPPED, Letters.LOWERED),
          TokenTemplate.bert(2, 3),
          Map.of("[PAD]", 0, "[CLS]", 2, "[SEP]", 3, "[MASK]", 4),
          0,
          8);

  @TempDir private Path folder = Path.of("");

  /** inputs (batch, 4) times the matrix. */
  private static FreeProgram product() {
    TensorSpec batch = TensorSpec.floats(3, 4);
    Tensor input = Tensor.leaf(new Op.Feed(0), batch);
    Tensor matrix = Tensor.leaf(new Op.Variable("w"), MATRIX.spec());
    Program program =
        new Program(List.of(batch), 0, Map.of("logits", input.matmul(matrix)), Map.of());
    TensorSpec free = new TensorSpec(DType.FLOAT32, Shape.free("batch").append(Shape.of(4)));
    return FreeProgram.of(
        program,
        List.of(free),
        Map.of("batch", 3),
        (node, number) -> new Extent.Fixed(number.applyAsInt(node)));
  }

  /** ids (batch, length) and their mask, looked up in the matrix. */
  private static FreeProgram lookup() {
    TensorSpec batch = TensorSpec.ints(7, 3);
    Tensor ids = Tensor.leaf(new Op.Feed(0), batch);
    Tensor mask = Tensor.leaf(new Op.Feed(1), batch);
    Tensor matrix = Tensor.leaf(new Op.Variable("w"), MATRIX.spec());
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("best", matrix.gatherRows(ids).sum(1).argmax(1));
    outputs.put("seen", mask.toFloat().sum(1));
    TensorSpec free = new TensorSpec(DType.INT32, Shape.free("batch", "length"));
    return FreeProgram.of(
        new Program(List.of(batch, batch), 0, outputs, Map.of()),
        List.of(free, free),
        Map.of("batch", 7, "length", 3),
        (node, number) -> {
          int seen = number.applyAsInt(node);
          return seen == 7 ? Extent.like("batch") : new Extent.Fixed(seen);
        });
  }

  private static StudentContent content(
      StoredType type, Answer answer, List<String> classes, Optional<InputEncoding> encoding) {
    return new StudentContent(
        Map.of("input", TensorSpec.floats(4)),
        product(),
        Map.of("w", StoredArray.of("w", MATRIX, type)),
        answer,
        classes,
        encoding,
        Map.of("vocab.txt", "a b".getBytes(StandardCharsets.UTF_8)),
        Map.of("by", "a test"));
  }

  private static StudentContent plain() {
    return content(StoredType.FLOAT32, Answer.NUMBERS, List.of(), Optional.empty());
  }

  private static StoredArray matrix(StudentContent content) {
    return Objects.requireNonNull(content.weights().get("w"));
  }

  private Path write(StudentContent content) {
    try {
      return Files.write(folder.resolve("student.d4j"), content.toBytes());
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  @Test
  @DisplayName("is read as it was written")
  void read() {
    for (StoredType type : StoredType.values()) {
      StudentContent written =
          content(type, Answer.ONE_OF_MANY, List.of("a", "b"), Optional.of(COLUMNS));
      StudentContent read = StudentContent.read(write(written));

      assertThat(read.toBytes()).isEqualTo(written.toBytes());
      assertThat(read.inputs()).isEqualTo(written.inputs());
      assertThat(read.classes()).containsExactly("a", "b");
      assertThat(read.encoding()).contains(COLUMNS);
      assertThat(read.notes()).isEqualTo(Map.of("by", "a test"));
      assertThat(matrix(read).type()).isEqualTo(type);
      assertThat(matrix(read).values()).isEqualTo(matrix(written).values());
    }
    StudentContent texts =
        content(StoredType.FLOAT32, Answer.NUMBERS, List.of(), Optional.of(WORDS));
    assertThat(StudentContent.read(write(texts)).encoding()).contains(WORDS);
    Optional<InputEncoding> pixels = Optional.of(new PixelEncoding(0.5, 0.25));
    StudentContent images = content(StoredType.FLOAT32, Answer.NUMBERS, List.of(), pixels);
    assertThat(StudentContent.read(write(images)).encoding()).isEqualTo(pixels);
  }

  @Test
  @DisplayName("is rounded to the storage of each array")
  void rounded() {
    assertThat(StoredArray.of("w", MATRIX, StoredType.FLOAT32).values()).isEqualTo(MATRIX);
    assertThat(StoredArray.of("w", MATRIX, StoredType.FLOAT16).values().toFloatArray())
        .containsExactly(1, -2, 0.5f, 100, 0, 0, 0x1.064p-10f, 3);
    float[] rows = StoredArray.of("w", MATRIX, StoredType.INT8_ROWS).values().toFloatArray();
    assertThat(rows)
        .containsExactly(
            new float[] {64 * (2 / 127f), -2, 100 / 127f, 100, 0, 0, 0, 3}, Offset.offset(1e-5f));
    assertThatThrownBy(
            () -> StoredArray.of("w", HostTensor.ofFloats(Shape.of(1), 70_000), StoredType.FLOAT16))
        .hasMessageContaining("Weight \"w\" has a number that is not finite as FLOAT16");
  }

  @Test
  @DisplayName("makes ids of texts")
  void texts() {
    assertThat(WORDS.vocabularySize()).isEqualTo(9);
    assertThat(WORDS.encode("Cats ran!").ids()).containsExactly(2, 5, 6, 7, 8, 3);
    assertThat(WORDS.encode("cät").ids()).containsExactly(2, 5, 3);
    assertThat(WORDS.encode("the [MASK] s").ids()).containsExactly(2, 1, 4, 1, 3);
    assertThat(WORDS.encode("cat".repeat(4)).ids()).containsExactly(2, 1, 3);
    assertThat(WORDS.encode("cat ran", "ran").types()).containsExactly(0, 0, 0, 0, 1, 1);
    assertThat(WORDS.encode("ran ".repeat(20), "cat").ids())
        .containsExactly(2, 7, 7, 7, 7, 3, 5, 3);
    assertThat(WORDS.withLongest(4).encode("ran ran ran").ids()).containsExactly(2, 7, 7, 3);
    assertThatThrownBy(() -> WORDS.withLongest(3))
        .hasMessage(
            "Texts were to have at most 3 tokens, expected at least 4, as 3 are special ones.\n"
                + "Maybe the length is counted in words.");
    assertThatThrownBy(() -> new WordPieces(Map.of(), "##", 0, 10))
        .hasMessageContaining("There are 0 pieces with ids from -1 on");
  }

  @Test
  @DisplayName("encodes cells as they were learned, and pixels")
  void encodes() {
    assertThat(
            COLUMNS
                .encode(
                    List.of(
                        Map.of("age", "3", "city", " Rome "), Map.of("age", "?", "city", "Oslo")))
                .toFloatArray())
        .containsExactly(2, 0, 0, 1, 0, 1, 1, 0);
    assertThat(new PixelEncoding(0.5, 0.25).table()).startsWith(-2).endsWith(2).hasSize(256);
    assertThatThrownBy(() -> COLUMNS.encode(List.of())).hasMessageContaining("There are no rows");
    assertThatThrownBy(() -> COLUMNS.encode(List.of(Map.of("age", "1"))))
        .hasMessage(
            "row:0: there is no \"city\", expected it among [age].\n"
                + "Maybe it is misspelt; a missing value is \"\".");
    assertThatThrownBy(() -> COLUMNS.encode(List.of(Map.of("age", "old", "city", ""))))
        .hasMessageContaining("row:0: \"age\" is \"old\", expected a finite number");
    ColumnsEncoding strict =
        new ColumnsEncoding(List.of(new Column.Scaled("age", 0, 1, Column.Missing.REFUSED)));
    assertThatThrownBy(() -> strict.encode(List.of(Map.of("age", ""))))
        .hasMessageContaining("\"age\" is \"\", a missing value");
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    @Test
    @DisplayName("if its parts are of different students")
    void parts() {
      StudentContent good = plain();
      assertThatThrownBy(
              () ->
                  new StudentContent(
                      Map.of("input", TensorSpec.floats(5)),
                      good.program(),
                      good.weights(),
                      Answer.NUMBERS,
                      List.of(),
                      Optional.empty(),
                      Map.of(),
                      Map.of()))
          .hasMessageContaining("The student has the inputs {input=FLOAT32(5)}, expected those of");
      assertThatThrownBy(
              () ->
                  new StudentContent(
                      good.inputs(),
                      good.program(),
                      Map.of(),
                      Answer.NUMBERS,
                      List.of(),
                      Optional.empty(),
                      Map.of(),
                      Map.of()))
          .hasMessageContaining("The student has no weight \"w\", expected one of shape (4, 2)");
    }

    @Test
    @DisplayName("if an entry is missing, compressed or changed")
    void entries() throws IOException {
      Path file = folder.resolve("other.d4j");
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        zip.putNextEntry(new ZipEntry("program"));
        zip.closeEntry();
      }
      assertThatThrownBy(() -> StudentContent.read(file))
          .hasMessageContaining(file + ": there is no entry \"student\", expected it");
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        zip.putNextEntry(new ZipEntry("student"));
        zip.write(new byte[1000]);
        zip.closeEntry();
      }
      assertThatThrownBy(() -> StudentContent.read(file))
          .hasMessageContaining("the entry \"student\" is compressed");
      byte[] bytes = plain().toBytes();
      bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("a test")] = 'A';
      Files.write(file, bytes);
      assertThatThrownBy(() -> StudentContent.read(file))
          .hasMessageContaining("do not match their checksum");
      Files.delete(file);
      assertThatThrownBy(() -> StudentContent.read(file))
          .hasMessageContaining("There is no student file " + file);
    }
  }

  @Nested
  @DisplayName("is predicted with:")
  class Predicted {
    @Test
    @DisplayName("one example, a batch, rows, pixels")
    void inputs() {
      try (Student student =
          Student.open(
              content(
                  StoredType.FLOAT32, Answer.ONE_OF_MANY, List.of("a", "b"), Optional.of(COLUMNS)),
              ZeroBackend.session())) {
        assertThat(student.outputs()).containsExactly("logits");
        assertThat(student.predict(1, 2, 3, 4).probabilities()).containsExactly(0.5, 0.5);
        assertThat(student.predictRows(List.of(Map.of("age", "1", "city", ""))))
            .singleElement()
            .hasToString("a [0.5, 0.5]");
        HostTensor two = HostTensor.allocate(DType.FLOAT32, Shape.of(2, 4));
        assertThat(student.predict(Map.of("any", two))).hasSize(2);
        assertThatThrownBy(() -> student.predict(1, 2))
            .hasMessageContaining("2 values of the type");
        assertThatThrownBy(() -> student.predictIds(1, 2, 3, 4)).hasMessageContaining("INT32");
        assertThatThrownBy(() -> student.predictPixels(new byte[4]))
            .hasMessageContaining("was given images, expected tensors");
        assertThatThrownBy(() -> student.run(Map.of("x", two.reshape(Shape.of(4, 2)))))
            .hasMessageContaining("Input \"input\" is FLOAT32(4, 2), expected FLOAT32(batch, 4)");
      }
      Optional<InputEncoding> pixels = Optional.of(new PixelEncoding(0, 1));
      try (Student student =
          Student.open(
              write(content(StoredType.FLOAT32, Answer.NUMBERS, List.of(), pixels)),
              ZeroBackend.session())) {
        assertThat(student.predictPixels(new byte[4])).hasToString("[0.0, 0.0]");
      }
    }

    @Test
    @DisplayName("several inputs by name, of one length, with ids within their table")
    void several() {
      Map<String, TensorSpec> inputs = new LinkedHashMap<>();
      inputs.put("ids", TensorSpec.freeInts("length"));
      inputs.put("mask", TensorSpec.freeInts("length"));
      StudentContent content =
          new StudentContent(
              inputs,
              lookup(),
              Map.of("w", StoredArray.of("w", MATRIX, StoredType.INT8_ROWS)),
              Answer.NUMBERS,
              List.of(),
              Optional.empty(),
              Map.of(),
              Map.of());
      try (Student student = Student.open(content, ZeroBackend.session())) {
        HostTensor ids = HostTensor.ofInts(Shape.of(1, 4), 0, 1, 2, 3);
        assertThat(student.run(Map.of("mask", ids, "ids", ids))).containsOnlyKeys("best", "seen");
        assertThat(student.predict(Map.of("mask", ids, "ids", ids)).get(0).outputs())
            .containsExactly(0);
        HostTensor wrong = HostTensor.ofInts(Shape.of(1, 4), 0, 1, 2, 4);
        assertThatThrownBy(() -> student.run(Map.of("mask", ids, "ids", wrong)))
            .hasMessageContaining("Input \"ids\" holds 4 at 3, expected an integer in [0, 4)");
        assertThatThrownBy(() -> student.run(Map.of("ids", ids, "type", ids)))
            .hasMessageContaining("The input \"mask\" is missing");
        HostTensor shorter = HostTensor.ofInts(Shape.of(1, 2), 0, 1);
        assertThatThrownBy(() -> student.run(Map.of("ids", ids, "mask", shorter)))
            .hasMessageContaining("Input \"mask\" is INT32(1, 2), expected INT32(1, 4)");
        assertThatThrownBy(() -> student.predictIds(1)).hasMessageContaining("expected 1");
      }
    }

    @Test
    @DisplayName("answers of every kind")
    void answers() {
      Prediction binary =
          new Prediction(new float[] {0.5f}, Answer.ONE_OF_TWO, List.of("no", "yes"));
      assertThat(binary.className()).contains("yes");
      assertThat(binary.probabilities()[0] + binary.probabilities()[1]).isEqualTo(1);
      Prediction labels =
          new Prediction(new float[] {-1, 1}, Answer.MANY_LABELS, List.of("a", "b"));
      assertThat(labels.labels()).containsExactly("b");
      assertThat(labels.probabilities()[1]).isEqualTo(1 / (1 + Math.exp(-1)));
      Prediction numbers = new Prediction(new float[] {3, 4}, Answer.NUMBERS, List.of());
      assertThat(numbers.index()).isEqualTo(1);
      assertThat(numbers.className()).isEmpty();
      assertThatThrownBy(numbers::probabilities).hasMessageContaining("expected classes");
    }
  }
}
