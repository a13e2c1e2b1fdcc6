package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.run.RunFile;
import org.distill4j.cli.run.Samples;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Predictor;
import org.distill4j.onnx.OnnxPredictor;
import org.distill4j.student.Student;
import org.distill4j.tensor.HostTensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("distill export")
class ExportCommandTest {
  @TempDir private Path folder = Path.of("");
  private String config = "";

  @BeforeEach
  void file() throws IOException {
    config = Invocation.config(folder, Samples.PLAIN);
  }

  private Path output(String file) {
    return folder.resolve("out").resolve(file);
  }

  private void train() {
    Invocation trained = Invocation.of("train", "-c", config, "--quiet");
    assertThat(trained.status()).as(trained.err()).isZero();
  }

  private Invocation export(String... more) {
    String[] args = new String[more.length + 3];
    System.arraycopy(new String[] {"export", "-c", config}, 0, args, 0, 3);
    System.arraycopy(more, 0, args, 3, more.length);
    return Invocation.of(args);
  }

  private float[] logits(Predictor student) {
    HostTensor inputs = RunFile.read(Path.of(config)).train().batch(0, 1, 2, 3, 4).input();
    return student.predict(inputs).get("logits").toFloatArray();
  }

  private float[] trained() {
    RunFile run = RunFile.read(Path.of(config));
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Predictor student =
            ModelPredictor.open(
                session, run.student(), WeightsFile.read(output("student.safetensors")))) {
      return logits(student);
    }
  }

  private float[] exported(Path file) {
    try (OnnxPredictor student = OnnxPredictor.open(file)) {
      return logits(student);
    }
  }

  @Test
  @DisplayName("writes the trained student, which says what it says on its engine")
  void written() {
    train();

    Invocation done = export();

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.out()).contains("The student is in " + output("student.onnx") + ".");
    assertThat(exported(output("student.onnx"))).containsExactly(trained(), within(1e-4f));
  }

  @Test
  @DisplayName("writes it in int8 and measures what that costs")
  void int8() throws IOException {
    train();

    Invocation done = export("--int8", "--calibration", "24");

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.out())
        .containsPattern("accuracy +[01]\\.\\d+ +[01]\\.\\d+")
        .contains("float32", "int8")
        .containsPattern("bytes +[\\d,]+ +" + grouped(Files.size(output("student-int8.onnx"))));
    assertThat(exported(output("student-int8.onnx"))).containsExactly(trained(), within(0.5f));
    assertThat(output("student.onnx")).doesNotExist();
  }

  @Test
  @DisplayName("writes it as a student file, which \"distill predict\" reads")
  void studentFile() throws IOException {
    train();

    Invocation done = export("--d4j");

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.out()).contains("The student is in " + output("student.d4j") + ".");
    float[] logits;
    List<String> lines = new ArrayList<>();
    HostTensor inputs = RunFile.read(Path.of(config)).train().batch(0, 1, 2, 3, 4).input();
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Student student = Student.open(output("student.d4j"), session)) {
      logits =
          Objects.requireNonNull(student.run(Map.of("input", inputs)).get("logits")).toFloatArray();
      lines.add(
          IntStream.range(0, inputs.size() / 5)
              .mapToObj(i -> "pixel" + i)
              .collect(Collectors.joining(",")));
      for (int row = 0; row < 5; row++) {
        float[] values = inputs.rows(row, row + 1).toFloatArray();
        lines.add(
            IntStream.range(0, values.length)
                .mapToObj(i -> String.valueOf(values[i]))
                .collect(Collectors.joining(",")));
      }
    }
    assertThat(logits).containsExactly(trained(), within(1e-6f));

    Path table = Files.write(folder.resolve("inputs.csv"), lines);
    Invocation predicted =
        Invocation.of(
            "predict",
            output("student.d4j").toString(),
            table.toString(),
            "--backend",
            "reference");
    assertThat(predicted.status()).as(predicted.err()).isZero();
    assertThat(predicted.out().lines()).hasSize(6).first().isEqualTo("prediction,0,1,2");
    assertThat(export("--float16").err()).contains("--float16 was given without --d4j, expected");
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  @Test
  @DisplayName("takes other weights and another place")
  void elsewhere() throws IOException {
    train();
    Path weights = Files.move(output("student.safetensors"), folder.resolve("mine.safetensors"));
    Files.delete(WeightsFile.manifest(output("student.safetensors")));
    Path target = folder.resolve("served/model.onnx");

    Invocation done = export("--weights", weights.toString(), "--to", target.toString());

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(target).exists();
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    private void requireWrong(Invocation call, String... told) {
      assertThat(call.status()).isEqualTo(2);
      assertThat(call.err()).contains(told).contains("\nMaybe ");
    }

    @Test
    @DisplayName("a run that has no trained student yet")
    void untrained() {
      requireWrong(
          export(),
          "There is no trained student in " + folder.resolve("out") + ", expected ",
          "Maybe train it first by \"distill train\"");
    }

    @Test
    @DisplayName("to replace a file unless told to")
    void there() throws IOException {
      train();
      Files.writeString(output("student.onnx"), "mine");

      requireWrong(export(), output("student.onnx") + " is there already", "--overwrite");
      assertThat(output("student.onnx")).hasContent("mine");

      assertThat(export("--overwrite").status()).isZero();
      assertThat(exported(output("student.onnx"))).hasSize(5 * 3);
    }

    @Test
    @DisplayName("to replace a folder, whatever it is told")
    void overFolder() throws IOException {
      train();
      Files.createDirectory(output("student.onnx"));

      requireWrong(export("--overwrite"), output("student.onnx") + " is a folder", "--to");
    }

    @Test
    @DisplayName("weights of another network")
    void another() {
      train();
      requireWrong(export("--weights", output("teacher.safetensors").toString()), "dense1.weight");
      assertThat(output("student.onnx")).doesNotExist();
    }

    @Test
    @DisplayName("int8 for a student that has nothing to quantise, and leaves no file")
    void nothing() throws IOException {
      config =
          Invocation.config(
              folder,
              Samples.PLAIN
                  .replaceAll("(?s)teacher:.*?student:", "student:")
                  .replace("{mlp: [16, 4, 3]}", "{layers: {input: [16], layers: [layer-norm: 16]}}")
                  .replaceAll("loss:\\n.*\\n", "loss: cross-entropy\n")
                  .replaceAll("metrics:.*", "metrics: [accuracy]"));
      train();

      requireWrong(export("--int8"), "The model \"student\" has no matrix product");

      assertThat(output("student-int8.onnx")).doesNotExist();
      assertThat(export().status()).isZero();
    }

    @Test
    @DisplayName("a calibration by no example")
    void calibration() {
      train();
      requireWrong(export("--int8", "--calibration", "0"), "A calibration by 0 examples");
    }

    @Test
    @DisplayName("a place that cannot be written, as a run that failed")
    void unwritable() throws IOException {
      train();
      Path file = Files.writeString(folder.resolve("file"), "not a folder");
      Invocation call = export("--to", file.resolve("student.onnx").toString());
      assertThat(call.status()).isEqualTo(3);
      assertThat(call.err()).contains("The model could not be written to ", "\nMaybe ");
    }
  }
}
