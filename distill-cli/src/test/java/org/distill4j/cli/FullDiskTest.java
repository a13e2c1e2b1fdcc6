package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.cli.run.SameWeights;
import org.distill4j.cli.run.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The shell allows the process files of 48 KiB alone: a write beyond fails as on a full disk. */
@Tag("slow")
@DisplayName("A run whose disk is full")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "There are no limits of a process to set")
class FullDiskTest {
  private static final String LIMITED = "ulimit -f 48; exec \"$@\"";

  /** A student whose checkpoint takes 100 KB, and a teacher whose takes 5. */
  private static final String LARGE =
      Samples.PLAIN
          .replace("mlp: [16, 4, 3]", "mlp: [16, 400, 3]")
          .replace("\noutput:", "\ncheckpoints: {every-steps: 2}\noutput:");

  @TempDir private Path folder = Path.of("");

  private static DistillProcess limited(String... arguments)
      throws IOException, InterruptedException {
    List<String> java = DistillProcess.command(arguments);
    // What the virtual machine tells other programs of itself is a file, too.
    java.add(1, "-XX:-UsePerfData");
    java.addAll(0, List.of("/bin/bash", "-c", LIMITED, "bash"));
    return DistillProcess.run(java);
  }

  private String config(String yaml) throws IOException {
    return Invocation.config(folder, yaml);
  }

  @Test
  @DisplayName("keeps the teacher, says what is saved and how to resume, and ends as without")
  void student() throws IOException, InterruptedException {
    DistillProcess full = limited("train", "-c", config(LARGE), "--plain");

    assertThat(full.status()).as(full.told()).isEqualTo(3);
    assertThat(full.told())
        .contains("teacher    epoch 3/3", "could not be written to ")
        .contains("Maybe the disk is full or the folder is read-only.")
        .endsWith("Nothing of the student was saved yet.\n");
    assertThat(folder.resolve("out/teacher.safetensors")).exists();
    assertThat(leftOver()).isEmpty();

    Invocation resumed = Invocation.of("train", "-c", config(LARGE), "--resume", "--plain");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("The training of the teacher resumes after step 9");
    requireSameAsWhole();
  }

  @Test
  @DisplayName("in the middle loses nothing that was saved")
  void middle() throws IOException, InterruptedException {
    Path saved = folder.resolve("out/checkpoints/student");
    assertThat(Invocation.of("train", "-c", config(LARGE), "--quiet").status()).isZero();
    // As if it had been stopped after its sixth step.
    for (Path file : files(saved)) {
      if (!String.valueOf(file.getFileName()).startsWith("step-0000000006")) {
        Files.delete(file);
      }
    }
    List<Path> before = files(saved);
    assertThat(before).hasSize(2);

    DistillProcess full = limited("train", "-c", config(LARGE), "--resume", "--plain");

    assertThat(full.status()).as(full.told()).isEqualTo(3);
    assertThat(full.told())
        .contains("The student is saved up to step 6 in " + saved)
        .endsWith("the same command with --resume continues from there.\n");
    assertThat(files(saved)).isEqualTo(before);
    assertThat(Invocation.of("train", "-c", config(LARGE), "--resume", "--quiet").status())
        .isZero();
    requireSameAsWhole();
  }

  private void requireSameAsWhole() throws IOException {
    Path student = folder.resolve("student.safetensors");
    Files.copy(folder.resolve("out/student.safetensors"), student);
    assertThat(Invocation.of("train", "-c", config(LARGE), "--overwrite", "--quiet").status())
        .isZero();
    SameWeights.require(student, folder.resolve("out/student.safetensors"));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private List<Path> leftOver() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".tmp")).toList();
    }
  }
}
