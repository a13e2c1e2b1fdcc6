package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.cli.run.ResultFile;
import org.distill4j.cli.run.TinyEncoder;
import org.distill4j.onnx.OnnxExport;
import org.distill4j.student.StoredType;
import org.distill4j.student.StudentContent;
import org.distill4j.student.WordPieceEncoding;
import org.distill4j.text.HuggingFaceFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("distill embed")
class EmbedCommandTest {
  private static final List<String> WORDS = List.of("win", "money", "now", "see", "you", "soon");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    TinyEncoder.write(folder);
    List<String> lines = new ArrayList<>(List.of("", "  "));
    for (int i = 0; i < 120; i++) {
      lines.add(
          WORDS.get(i % 6) + " " + WORDS.get(i / 6 % 6) + " <b>" + WORDS.get(i / 36) + " " + i);
    }
    Files.write(folder.resolve("lines.txt"), lines);
  }

  private Invocation embed(String model, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("embed", in(model), "--plain", "-o", in("out"), "--backend", "reference"));
    if (!Arrays.asList(more).contains("--texts")) {
      args.addAll(List.of("--texts", in("lines.txt")));
    }
    args.addAll(List.of(more));
    return Invocation.of(args.toArray(String[]::new));
  }

  private String in(String name) {
    return folder.resolve(name).toString();
  }

  private Map<String, Map<String, Double>> numbers() {
    return ResultFile.read(folder.resolve("out")).networks();
  }

  private double number(String network, String name) {
    Map<String, Double> numbers = Objects.requireNonNull(numbers().get(network));
    return Objects.requireNonNull(numbers.get(name));
  }

  private void export() {
    HuggingFaceFolder encoder = HuggingFaceFolder.open(folder.resolve("encoder"));
    OnnxExport.of(encoder.model(), encoder.weights()).write(folder.resolve("encoder/model.onnx"));
  }

  @Test
  @DisplayName("makes a table, its file with the tokenizer, a folder, numbers and a report")
  void table() throws IOException {
    Invocation done = embed("encoder", "--width", "3", "--epochs", "30", "--batch-size", "16");
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.out()).contains("pairSpearman.embedding", "textsPerSecond", "student.d4j");
    assertThat(number("student", "pairSpearman.embedding")).isGreaterThan(0.5);
    assertThat(number("teacher", "bytes"))
        .isEqualTo((double) Files.size(folder.resolve("encoder/model.safetensors")));
    StudentContent student = StudentContent.read(folder.resolve("out/student.d4j"));
    assertThat(student.encoding()).get().isInstanceOf(WordPieceEncoding.class);
    assertThat(student.files()).isEmpty();
    assertThat(Objects.requireNonNull(student.weights().get("words.weight")).type())
        .isEqualTo(StoredType.INT8_ROWS);
    assertThat(folder.resolve("out/student/model.safetensors")).exists();
    Files.writeString(folder.resolve("asked.txt"), "win money\n\nsee you\n");
    Invocation asked =
        Invocation.of("predict", in("out/student.d4j"), in("asked.txt"), "--backend", "reference");
    assertThat(asked.out().lines()).as(asked.err()).hasSize(3).first().isEqualTo("0,1,2");
    assertThat(Files.readString(folder.resolve("out/report.html")))
        .contains("Nearest neighbours", "differ most", "&lt;b&gt;")
        .doesNotContain("<b>");
  }

  @Test
  @DisplayName("makes a transformer of the teacher's layers, which is a folder with its tokenizer")
  void layers() {
    Invocation done = embed("encoder", "--layers", "1", "--epochs", "2", "--storage", "float32");
    assertThat(done.status()).as(done.err()).isZero();
    HuggingFaceFolder written = HuggingFaceFolder.open(folder.resolve("out/student"));
    assertThat(written.layerCount()).isEqualTo(1);
    assertThat(written.tokenizer().encode("win").ids()).containsExactly(2, 4, 3);
    assertThat(number("student", "pairSpearman.embedding"))
        .isEqualTo(number("student in float32", "pairSpearman.embedding"));
  }

  @Test
  @DisplayName("takes an ONNX file, tables, texts to measure on, and asks no teacher twice")
  void file() throws IOException {
    export();
    Files.writeString(folder.resolve("held.csv"), "said\nsee you\nwin money\nyou see\nsee you\n");
    Files.writeString(
        folder.resolve("train.jsonl"),
        "{\"said\": \"see you\"}\n{\"said\": \"now\"}\n{\"said\": \"money\"}\n{\"said\": \"\"}\n");
    String[] options = {
      "--texts",
      in("train.jsonl"),
      "--column",
      "said",
      "--held-out",
      in("held.csv"),
      "--width",
      "2",
      "--length",
      "8"
    };
    Invocation done = embed("encoder/model.onnx", options);
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(Files.readString(folder.resolve("out/report.html")))
        .contains("3 to learn from, 3 to measure on");
    Invocation there = embed("encoder/model.onnx", options);
    assertThat(there.err()).contains("student.d4j is there already");
    String[] again = Arrays.copyOf(options, options.length + 2);
    again[options.length] = "--overwrite";
    again[options.length + 1] = "--teacher-space";
    Invocation second = embed("encoder/model.onnx", again);
    assertThat(second.status()).as(second.err()).isZero();
    assertThat(second.out()).doesNotContain("of 3 examples");
    assertThat(StudentContent.read(folder.resolve("out/student.d4j")).weights())
        .containsKey("projection.weight");
  }

  private void requireRefused(Invocation refused, String... messages) {
    assertThat(refused.status()).as(refused.out()).isEqualTo(2);
    assertThat(refused.err()).contains(messages);
    assertThat(folder.resolve("out/student.d4j")).doesNotExist();
  }

  @Test
  @DisplayName("refuses models, texts and tokenizers that are not there or are others'")
  void refused() throws IOException {
    requireRefused(embed("away.onnx"), "There is no model", "away.onnx");
    requireRefused(embed("encoder", "--texts", in("away.txt")), "There is no file");
    requireRefused(
        embed("encoder", "--texts", in("texts.csv"), "--column", "txt"), "one named \"txt\"");
    Files.writeString(folder.resolve("few.txt"), "\n \none\none\ntwo\n");
    requireRefused(
        embed("encoder", "--texts", in("few.txt")),
        "There are 1 different texts to learn from and 1 to measure on, expected at least 3");
    requireRefused(embed("encoder", "--width", "9"), "expected at least 1 and at most 4");
    requireRefused(embed("encoder", "--layers", "0,2"), "Layer 2 of");
    List<String> more = new ArrayList<>(Files.readAllLines(folder.resolve("encoder/vocab.txt")));
    more.add("one-more");
    Files.createDirectories(folder.resolve("other"));
    Files.write(folder.resolve("other/vocab.txt"), more);
    requireRefused(
        embed("encoder", "--tokenizer", in("other")),
        "The tokenizer has 12 ids, expected at most 11");
    export();
    requireRefused(
        embed("encoder/model.onnx", "--tokenizer", in("other"), "--length", "8"),
        "takes no text of 8 tokens with the id 11",
        "Maybe the tokenizer is of another model");
    requireRefused(
        embed("encoder/model.onnx"), "takes no text of 512 tokens", "shorter, by --length");
    Files.delete(folder.resolve("out/teacher.cache"));
    requireRefused(
        embed("encoder/model.onnx", "--length", "8", "--layers", "0"),
        "has no matrix embeddings.word_embeddings.weight");
    requireRefused(embed("encoder/model.onnx", "--length", "8", "--states", "away"), "\"away\"");
  }

  @Test
  @DisplayName("refuses an ONNX file that is cut short, or lacks weights, by name")
  void damaged() throws IOException {
    export();
    Path file = folder.resolve("encoder/model.onnx");
    byte[] whole = Files.readAllBytes(file);
    ModelProto.Builder lacking = ModelProto.parseFrom(whole).toBuilder();
    lacking.getGraphBuilder().removeInitializer(0);
    Files.write(file, lacking.build().toByteArray());
    requireRefused(embed("encoder/model.onnx", "--length", "8"), "model.onnx");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    requireRefused(embed("encoder/model.onnx", "--length", "8"), "model.onnx");
    Files.delete(folder.resolve("encoder/model.safetensors"));
    requireRefused(embed("encoder"), "has neither model.safetensors nor");
  }
}
