package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.distill4j.cli.run.SameWeights;
import org.distill4j.cli.run.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@DisplayName("The command in a process of its own")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "There are no signals to send")
class InterruptedProcessTest {
  private static final int EPOCHS = 400;
  private static final String LONG =
      Samples.PLAIN
          .replace("batch-size: 10", "batch-size: 10\n  keep: last")
          .replace("training:\n  epochs: 3", "training:\n  epochs: " + EPOCHS)
          .replace("output:", "checkpoints: {kept: 1}\noutput:");

  @TempDir private Path folder = Path.of("");

  private static Process start(String... arguments) throws IOException {
    // Whoever runs the tests may have told them to ignore Ctrl-C, and children inherit that.
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/env")) && Files.isDirectory(Path.of("/proc/self"))) {
      command.addAll(List.of("/usr/bin/env", "--default-signal=INT"));
    }
    command.addAll(DistillProcess.command("train", "--plain"));
    command.addAll(List.of(arguments));
    return DistillProcess.start(command);
  }

  private Path config(String output, int epochs) throws IOException {
    String yaml =
        LONG.replace("/out", "/" + output).replace("epochs: " + EPOCHS, "epochs: " + epochs);
    return Files.writeString(folder.resolve(output + ".yaml"), Samples.in(folder, yaml));
  }

  @Test
  @DisplayName("stops at Ctrl-C after its step, says where it saved, and resumes to the same end")
  void interrupted() throws IOException, InterruptedException {
    Path config = config("broken", EPOCHS);
    Process process = start("-c", config.toString());
    StringBuilder told = new StringBuilder();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      boolean sent = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        told.append(line).append('\n');
        if (!sent && line.contains("student    epoch")) {
          sent = true;
          interrupt(process);
        }
      }
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(told.toString()).isEqualTo(128 + 2);
    assertThat(told)
        .contains("Stopping after this step …")
        .contains("The training of the student was stopped after step ")
        .contains("It is saved in ", "the same command with --resume continues from there.");
    assertThat(folder.resolve("broken/student.safetensors")).doesNotExist();

    requireDone(start("-c", config.toString(), "--resume"), "resumes after step");
    requireDone(start("-c", config("whole", EPOCHS).toString()), "student    epoch");
    SameWeights.require(
        folder.resolve("broken/student.safetensors"), folder.resolve("whole/student.safetensors"));
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    String[] kill = {"kill", "-INT", String.valueOf(process.pid())};
    assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
  }

  private static void requireDone(Process process, String expected)
      throws IOException, InterruptedException {
    DistillProcess done = DistillProcess.end(process);
    assertThat(done.status()).as(done.told()).isZero();
    assertThat(done.told()).contains(expected);
  }
}
