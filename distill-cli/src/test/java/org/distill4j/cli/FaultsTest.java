package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distill4j.cli.run.Samples;
import org.distill4j.core.weights.WeightsFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run that meets a fault")
class FaultsTest {
  private static final String PLAIN =
      Samples.PLAIN.replace("\noutput:", "\ncheckpoints: {every-steps: 1}\noutput:");

  /** The second step has a learning rate that no float32 holds. */
  private static final String DIVERGING =
      PLAIN.replace(
          "optimizer: {adam: 0.02}\n  loss:",
          "optimizer: {sgd: {learning-rate: {linear: {from: 0.1, to: 1e300}}}}\n  loss:");

  @TempDir private Path folder = Path.of("");

  private Invocation train(String yaml, String... more) throws IOException {
    String[] args = new String[more.length + 4];
    System.arraycopy(
        new String[] {"train", "-c", Invocation.config(folder, yaml), "--plain"}, 0, args, 0, 4);
    System.arraycopy(more, 0, args, 4, more.length);
    return Invocation.of(args);
  }

  @Test
  @DisplayName("diverges, keeps what was good, and resumes with a lower learning rate")
  void diverged() throws IOException {
    Invocation broken = train(DIVERGING);

    assertThat(broken.status()).as(broken.err()).isEqualTo(3);
    assertThat(broken.err())
        .contains("expected finite numbers.\nMaybe the learning rate is too high")
        .contains("The student is saved up to step 1 in " + folder.resolve("out/checkpoints"))
        .contains("; with another learning rate or clipping in the file, the same command with")
        .endsWith(" --resume continues from there.\n");

    Invocation same = train(DIVERGING, "--resume");
    assertThat(same.status()).isEqualTo(3);

    Invocation lower = train(DIVERGING.replace("to: 1e300", "to: 0"), "--resume");
    assertThat(lower.status()).as(lower.err()).isZero();
    assertThat(lower.out())
        .contains("The training of the student resumes after step 1")
        .contains("Its learning rate is [0.1, 0.0888", " from here on, and was [0.1, 1.1")
        .contains("student    epoch 3/3");
  }

  @Test
  @DisplayName("has a number in its data that is none, which is told before anything runs")
  void notANumber() throws IOException {
    Path file = folder.resolve("train.csv");
    Files.writeString(file, "a,b,label\n1,2,0\n3,NaN,1\n");
    Invocation refused =
        train(
            PLAIN
                .replaceAll("idx: \\{.*}", "csv: {file: " + file + ", label: label}")
                .replace("[16, 12, 3]", "[2, 3, 2]")
                .replace("[16, 4, 3]", "[2, 2]"));

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains(file + ":3", "NaN", "expected a finite number", "\nMaybe ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  @DisplayName("cannot write its student, which is there to be written again")
  void weights() throws IOException {
    Path inTheWay = folder.resolve("out/student.safetensors");
    Files.createDirectories(inTheWay.resolve("folder"));

    Invocation broken = train(PLAIN);

    assertThat(broken.status()).isEqualTo(3);
    assertThat(broken.err())
        .contains("The weights could not be written to " + inTheWay, "\nMaybe ")
        .contains("The training is done and saved in its last checkpoint; the same command with")
        .endsWith(" --resume continues from there.\n");
    Files.delete(inTheWay.resolve("folder"));
    Files.delete(inTheWay);
    Invocation again = train(PLAIN, "--resume");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(WeightsFile.read(inTheWay).names()).contains("dense1.weight");
  }

  @Test
  @DisplayName("cannot write its report, and says so with the exit code of a run that ended early")
  void report() throws IOException {
    Path inTheWay = folder.resolve("out/report.html");
    Files.createDirectories(inTheWay.resolve("folder"));

    Invocation broken = train(PLAIN);

    assertThat(broken.status()).isEqualTo(3);
    assertThat(broken.err()).contains(inTheWay.toString(), "\nMaybe ");
    assertThat(folder.resolve("out/student.safetensors")).exists();
  }

  @Test
  @Tag("slow")
  @DisplayName(
      "has data that are too large for its memory, and says so outside of the training too")
  void memory() throws IOException, InterruptedException {
    StringBuilder rows = new StringBuilder("a,b,label\n");
    for (int i = 0; i < 2_000_000; i++) {
      rows.append("1,2,0\n3,4,1\n");
    }
    Path file = Files.writeString(folder.resolve("train.csv"), rows);
    String yaml =
        PLAIN
            .replaceAll("idx: \\{.*}", "csv: {file: " + file + ", label: label}")
            .replace("[16, 12, 3]", "[2, 3, 2]")
            .replace("[16, 4, 3]", "[2, 2]");
    List<String> command =
        DistillProcess.command("train", "-c", Invocation.config(folder, yaml), "--check");
    command.add(1, "-Xmx16m");

    DistillProcess full = DistillProcess.run(command);

    assertThat(full.status()).as(full.told()).isEqualTo(3);
    assertThat(full.told()).contains("The memory is used up: ", "\nMaybe give more of it by java");
    assertThat(full.told()).doesNotContain("\tat ");
  }

  @Test
  @DisplayName("cannot write its metrics, is warned once and continues")
  void metrics() throws IOException {
    Files.createDirectories(folder.resolve("out/student.jsonl"));

    Invocation done = train(PLAIN);

    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.out())
        .containsOnlyOnce("A file of metrics cannot be written, and is given up: ")
        .contains("student    epoch 3/3");
  }
}
