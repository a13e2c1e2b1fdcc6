package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.backend.Platform;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.run.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The distill command")
class DistillTest {
  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Distill.run(stream(out), stream(err), Interrupts.none(), args);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complaint() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String config(String yaml) throws IOException {
    return Files.writeString(folder.resolve("run.yaml"), Samples.in(folder, yaml)).toString();
  }

  @Test
  @DisplayName("trains, keeps what came of it, measures it again and compares")
  void train() throws IOException {
    String config = config(Samples.PLAIN);
    assertThat(run("train", "--config", config, "--plain")).as(complaint()).isZero();
    assertThat(printed())
        .contains(
            "teacher    epoch 3/3",
            "student    epoch 3/3",
            "KL to the teacher, nats",
            "parameters");
    Path output = folder.resolve("out");
    assertThat(output)
        .isDirectoryContaining("glob:**/student.safetensors")
        .isDirectoryContaining("glob:**/student.d4j")
        .isDirectoryContaining("glob:**/teacher.safetensors")
        .isDirectoryContaining("glob:**/result.json")
        .isDirectoryContaining("glob:**/report.html")
        .isDirectoryContaining("glob:**/student.jsonl");
    assertThat(output.resolve("run.yaml")).hasSameTextualContentAs(Path.of(config));

    out.reset();
    assertThat(run("evaluate", "-c", config)).as(complaint()).isZero();
    assertThat(printed()).contains("teacher", "student", "agreement");

    out.reset();
    assertThat(run("compare", output.toString(), output.toString())).isZero();
    assertThat(printed()).contains("out teacher", "out student", "accuracy");
  }

  @Test
  @DisplayName("counts hidden units that are never active, and warns of many in the report")
  void deadUnits() throws IOException {
    String steep =
        Samples.PLAIN.replace(
            "batch-size: 10\n  optimizer: {adam: 0.02}", "batch-size: 10\n  optimizer: {adam: 10}");
    assertThat(run("train", "--config", config(steep), "--plain")).as(complaint()).isZero();
    Path output = folder.resolve("out");
    assertThat(output.resolve("result.json")).content().contains("\"deadUnits\" : ");
    assertThat(printed()).containsPattern("hidden units never active +\\d+\\.\\d %");
    assertThat(output.resolve("report.html"))
        .content()
        .contains(
            "hidden units are never active (relu1 ", "Maybe scale pixels to [0, 1] or standardise");
  }

  @Test
  @DisplayName("checks the whole file before it runs anything")
  void check() throws IOException {
    String bad =
        config(Samples.PLAIN.replace("alpha", "alhpa").replace("epochs: 3\n", "epochs: x\n"));
    assertThat(run("train", "--config", bad)).isEqualTo(2);
    assertThat(complaint())
        .contains(bad + ":12: training.epochs is \"x\"")
        .contains(bad + ":16: ", "Maybe alpha was meant.");
    assertThat(folder.resolve("out")).doesNotExist();

    assertThat(run("train", "--config", config(Samples.PLAIN), "--check")).isZero();
    assertThat(printed()).contains("run.yaml is valid.");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  @DisplayName("runs over no earlier training unless told to, and resumes it if told to")
  void earlier() throws IOException {
    String config = config(Samples.PLAIN);
    assertThat(run("train", "-c", config, "--resume", "--plain")).as(complaint()).isZero();
    assertThat(printed()).doesNotContain("resumes");
    String first = Files.readString(folder.resolve("out/student.csv"));

    assertThat(run("train", "-c", config)).isEqualTo(2);
    assertThat(complaint()).contains("There is a training already", "Maybe resume it by --resume");

    out.reset();
    assertThat(run("train", "-c", config, "--resume", "--plain")).as(complaint()).isZero();
    assertThat(printed())
        .contains("The training of the teacher resumes after step 9")
        .contains("The training of the student resumes after step 9");
    assertThat(folder.resolve("out/student.csv")).content().isEqualTo(first);

    out.reset();
    assertThat(run("train", "-c", config, "--overwrite", "--plain")).as(complaint()).isZero();
    assertThat(printed()).contains("student    epoch 1/3");

    String other = config(Samples.PLAIN.replace("batch-size: 10", "batch-size: 12"));
    assertThat(run("train", "-c", other, "--resume")).isEqualTo(2);
    assertThat(complaint()).contains("is of another training: its batch size is 10, expected 12");
  }

  @Test
  @DisplayName("prints the Java program of a run, and the layers of its networks")
  void programs() throws IOException {
    assertThat(run("train", "-c", config(Samples.PLAIN), "--print-java")).isZero();
    assertThat(printed())
        .contains("public final class Training", "Model student = Models.mlp(16, 4, 3);");
    out.reset();
    assertThat(run("summary", "-c", config(Samples.PLAIN))).isZero();
    assertThat(printed()).contains("The teacher", "The student", "dense1");
  }

  @Test
  @DisplayName("tells of an output folder that cannot be written, before it trains")
  void readOnly() throws IOException {
    Files.writeString(folder.resolve("out"), "a file");
    assertThat(run("train", "-c", config(Samples.PLAIN))).isEqualTo(2);
    assertThat(complaint())
        .contains("output is " + folder.resolve("out"), " is a file", "\nMaybe ", "--output");
  }

  @Test
  @DisplayName("tells which backends there are, and of one that is missing")
  void backends() throws IOException {
    assertThat(run("backends")).isZero();
    assertThat(printed())
        .contains("This machine is " + Platform.current(), "processors, and Java ")
        .contains(
            "reference", "natives     needs none", "devices     cpu", "threads     1, which an")
        .contains("org.distill4j:backend-djl");
    assertThat(run("train", "-c", config(Samples.PLAIN), "--backend", "none")).isEqualTo(2);
    assertThat(complaint()).contains("Backend \"none\" was not found");
  }

  @Test
  @DisplayName("teaches how a run is written; its example is valid")
  void config() throws IOException {
    assertThat(run("config", "--keys")).isZero();
    assertThat(printed()).contains("Each layer is one of:");
    out.reset();
    assertThat(run("config", "--example")).isZero();
    String example = Files.writeString(folder.resolve("example.yaml"), printed()).toString();
    assertThat(run("summary", "--config", example)).as(complaint()).isZero();
  }

  @Test
  @DisplayName("helps, and knows its exit codes")
  void help() {
    assertThat(run("--help")).isZero();
    assertThat(printed()).contains("distill config --example", "Exit codes:", "130   interrupted");
    out.reset();
    assertThat(run("train", "--help")).isZero();
    assertThat(printed()).contains("--print-java");
    assertThat(run("train", "--confg", "x")).isEqualTo(2);
    assertThat(complaint()).contains("--config");
    assertThat(run("compare", folder.toString())).isEqualTo(2);
    assertThat(complaint()).contains("cannot be compared: it is not there");
  }
}
