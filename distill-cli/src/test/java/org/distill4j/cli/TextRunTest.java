package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distill4j.cli.run.ResultFile;
import org.distill4j.cli.run.TinyEncoder;
import org.distill4j.onnx.OnnxExport;
import org.distill4j.student.StudentContent;
import org.distill4j.student.WordPieceEncoding;
import org.distill4j.text.HuggingFaceFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run on texts")
class TextRunTest {
  private static final String SPAM =
      """
      data:
        train: {text: {file: texts.csv, tokenizer: encoder, columns: [text, other], label: spam, classes: [no, yes]}}
        validation: {text: {file: texts.csv, tokenizer: encoder, columns: [text, other], label: spam, classes: [no, yes]}}
      student:
        model:
          layers:
            inputs:
              - {name: input_ids, shape: [length], ids: true}
              - {name: attention_mask, shape: [length], ids: true}
            layers: [{embedding: {rows: 11, width: 4}}, {mean-pool: {mask: attention_mask}}, {dense: {in: 4, out: 2}}]
      training: {epochs: 30, batch-size: 4, optimizer: {adam: 0.05}, loss: cross-entropy}
      metrics: [accuracy]
      backend: reference
      output: out
      """;

  private static final String EMBED =
      """
      data:
        train: {text: {file: texts.jsonl, tokenizer: encoder/vocab.txt, columns: [text], targets: [score]}}
        validation: {text: {file: texts.csv, tokenizer: encoder, columns: [text]}}
      teacher: {model: TEACHER}
      student: {model: {hugging-face: {folder: encoder, layers: [], pooling: mean}}}
      training: {epochs: 2, batch-size: 4, optimizer: {adam: 0.01}, loss: {hint: {student: embedding, teacher: embedding}}}
      metrics: [{cosine-to-teacher: {output: embedding}}]
      backend: reference
      output: out
      """;

  /** A head on a frozen encoder learns from all labels, and teaches a student with two of them. */
  private static final String FEW =
      """
      data:
        train:
          few-labels:
            count: 2
            seed: 1
            data: &texts
              features:
                data: {text: {file: texts.csv, tokenizer: encoder, columns: [text], label: spam, classes: [no, yes]}}
                model: {hugging-face: {folder: encoder, pooling: mean}}
                cache: texts.features
        validation: *texts
      teacher:
        model: {layers: {inputs: [{name: embedding, shape: [4]}], layers: {dense: {in: 4, out: 2}}}}
        training: {data: *texts, epochs: 60, batch-size: 4, optimizer: {adam: 0.1}}
      student:
        model:
          layers:
            inputs:
              - {name: input_ids, shape: [length], ids: true}
              - {name: attention_mask, shape: [length], ids: true}
            layers: [{embedding: {rows: 11, width: 4}}, {mean-pool: {mask: attention_mask}}, {dense: {in: 4, out: 2}}]
      training: {epochs: 60, batch-size: 4, optimizer: {adam: 0.05}, loss: {distillation: {temperature: 1, alpha: 0.9}}}
      metrics: [accuracy]
      backend: reference
      output: out
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() {
    TinyEncoder.write(folder);
  }

  private Invocation run(String command, String yaml, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), yaml);
    String[] args = new String[more.length + 3];
    System.arraycopy(new String[] {command, "-c", file.toString()}, 0, args, 0, 3);
    System.arraycopy(more, 0, args, 3, more.length);
    return Invocation.of(args);
  }

  private Map<String, Double> trained(String yaml) throws IOException {
    Invocation done = run("train", yaml, "--plain", "--overwrite");
    assertThat(done.status()).as(done.err()).isZero();
    return Objects.requireNonNull(ResultFile.read(folder.resolve("out")).networks().get("student"));
  }

  private double cosine(String yaml) throws IOException {
    return Objects.requireNonNull(trained(yaml).get("cosineToTeacher.embedding"));
  }

  /** A configuration of the page. */
  private static String page(int number) throws IOException {
    Matcher block =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "docs", "text.md")));
    String found = block.results().skip(number).findFirst().orElseThrow().group(1);
    assertThat(found.lines().count()).isLessThanOrEqualTo(25);
    return found;
  }

  @Test
  @DisplayName("is shown on a page, in 25 lines at most, and comes nearer to the teacher")
  void shown() throws IOException {
    String yaml =
        page(0)
                .replace("all-MiniLM-L6-v2", "encoder")
                .replaceAll("sentences.csv|held-out.csv", "texts.csv")
                .replace("[0, 5]", "[1]")
                .replace(", warmup: 100", "")
                .replace("from: 0.0005", "from: 0.02")
                .replace("epochs: 3", "epochs: EPOCHS")
                .replace("length: 128", "length: 8")
                .replace("output: run", "output: out")
            + "backend: reference\n";
    double before = cosine(yaml.replace("EPOCHS", "1"));
    double after = cosine(yaml.replace("EPOCHS", "40"));
    assertThat(after).isGreaterThan(before).isGreaterThan(0.95);
    assertThat(folder.resolve("train.tokens")).exists();
    Invocation evaluated = run("evaluate", yaml.replace("EPOCHS", "40"));
    assertThat(evaluated.out()).as(evaluated.err()).contains("teacher").contains("cosine");
    Invocation exported = run("export", yaml.replace("EPOCHS", "40"));
    assertThat(exported.status()).as(exported.err()).isZero();
  }

  @Test
  @DisplayName("classifies pairs by named classes")
  void classes() throws IOException {
    assertThat(trained(SPAM)).containsEntry("accuracy", 1.0);
    StudentContent student = StudentContent.read(folder.resolve("out/student.d4j"));
    assertThat(student.classes()).containsExactly("no", "yes");
    assertThat(student.encoding()).get().isInstanceOf(WordPieceEncoding.class);
    assertThat(student.files()).isEmpty();
  }

  @Test
  @DisplayName("has a head on a frozen encoder as its teacher, which learns from other labels")
  void fewLabels() throws IOException {
    assertThat(trained(FEW)).containsEntry("accuracy", 1.0);
    assertThat(ResultFile.read(folder.resolve("out")).networks().get("teacher"))
        .containsEntry("accuracy", 1.0);
    byte[] computed = Files.readAllBytes(folder.resolve("texts.features"));
    StudentContent student = StudentContent.read(folder.resolve("out/student.d4j"));
    assertThat(student.encoding()).get().isInstanceOf(WordPieceEncoding.class);

    String alone = FEW.replaceFirst("(?s)teacher:\n.*student:", "student:");
    assertThat(
            trained(
                alone
                    .replace("few-labels:", "sample:")
                    .replaceFirst("distillation: [^}]*}}", "cross-entropy}")))
        .containsKey("accuracy");
    assertThat(folder.resolve("texts.features")).hasBinaryContent(computed);
  }

  @Test
  @DisplayName("with few labels is shown on a page, in 25 lines at most")
  void fewLabelsShown() throws IOException {
    HuggingFaceFolder encoder = HuggingFaceFolder.open(folder.resolve("encoder"));
    OnnxExport.of(encoder.model(), encoder.weights()).write(folder.resolve("encoder/model.onnx"));
    List<String> texts = Files.readAllLines(folder.resolve("texts.csv"));
    Files.write(folder.resolve("labelled.csv"), texts.subList(0, 5));
    String yaml =
        page(1)
                .replace("minilm", "encoder")
                .replace("test.csv", "texts.csv")
                .replace("output_0", "last_hidden_state")
                .replace("label: label", "label: spam")
                .replace("384", "4")
                .replace("rows: 30522", "rows: 11")
                .replace("length: 128", "length: 8")
                .replace("batch-size: 32", "batch-size: 2")
            + "backend: reference\noutput: out\n";
    assertThat(trained(yaml)).containsEntry("accuracy", 1.0);
  }

  @Test
  @DisplayName("refuses features of a network without weights, or twice, and labels of too many")
  void wrongFeatures() throws IOException {
    requireRefused(FEW.replace("count: 2", "count: 13"), "run.yaml", "13 examples", "of 12");
    requireRefused(FEW.replace("cache: texts.features", "cash: f"), "run.yaml", "cache was meant");
    requireRefused(FEW.replace("name: embedding", "name: emmbedding"), "run.yaml", "emmbedding");
    requireRefused(
        FEW.replace("hugging-face: {folder: encoder, pooling: mean}", "mlp: [4, 2]"), "run.yaml");
  }

  @Test
  @DisplayName("has the same teacher from an ONNX file as from its folder")
  void onnx() throws IOException {
    HuggingFaceFolder encoder = HuggingFaceFolder.open(folder.resolve("encoder"));
    OnnxExport.of(encoder.model(), encoder.weights()).write(folder.resolve("encoder.onnx"));
    String folderTeacher = "{hugging-face: {folder: encoder, pooling: first}}";
    double expected = cosine(EMBED.replace("TEACHER", folderTeacher));
    for (String teacher :
        new String[] {
          "{onnx: {file: encoder.onnx, pooling: first}}",
          "{onnx: {file: encoder.onnx, output: last_hidden_state, pooling: first}}"
        }) {
      assertThat(trained(EMBED.replace("TEACHER", teacher)).get("cosineToTeacher.embedding"))
          .isCloseTo(expected, within(1e-5));
    }
  }

  private void requireRefused(String yaml, String... messages) throws IOException {
    Invocation refused = run("train", yaml, "--plain", "--overwrite");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains(messages);
  }

  @Test
  @DisplayName("is refused with file, line and key where something is wrong")
  void wrong() throws IOException {
    String teacher = "{hugging-face: {folder: encoder, pooling: mean}}";
    String run = EMBED.replace("TEACHER", teacher);
    requireRefused(
        run.replace("tokenizer: encoder,", "tokeniser: encoder,"),
        "run.yaml:3",
        "tokenizer was meant");
    requireRefused(run.replace("layers: []", "layers: [2]"), "run.yaml:5", "Layer 2 of");
    requireRefused(
        run.replace("folder: encoder, pooling", "folder: away, pooling"),
        "run.yaml:4",
        "config.json is not there");
    requireRefused(
        EMBED.replace("TEACHER", "{onnx: {file: away.onnx}}"), "run.yaml:4", "away.onnx");
    requireRefused(run.replace("pooling: mean", "pooling: meen"), "mean was meant");
    requireRefused(run.replace("[text]}", "[txt]}"), "texts.csv:1", "one named \"txt\"");
    requireRefused(
        SPAM.replace("classes: [no, yes]", "targets: [spam]"),
        "run.yaml:2",
        "has label and targets");
    requireRefused(
        SPAM.replace("[text, other]", "[text, other, spam]"), "expected one column or two");
    requireRefused(SPAM.replace("rows: 11", "rows: 5"), "5");
  }

  @Test
  @DisplayName("needs no weights of a teacher in a file, and takes one of two others")
  void ready() throws IOException {
    String own = "{hugging-face: {folder: encoder, pooling: mean}}";
    String drawn = EMBED.replace("TEACHER", "{mlp: [3, 2]}");
    requireRefused(drawn, "has neither weights nor training");
    String trains = "}, training: {optimizer: {sgd: 0.1}}, weights: w.safetensors}";
    requireRefused(
        EMBED.replace("TEACHER}", own + trains.substring(1)), "has both weights and training");
  }
}
