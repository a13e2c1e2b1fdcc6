package org.distill4j.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
@DisplayName("A program that hangs is ended")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "There are no signals to send")
class ProcessSignalsTest {
  private static Process start(String... options) throws IOException {
    return start(List.of(), options);
  }

  private static Process start(List<String> arguments, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/env")) && Files.isDirectory(Path.of("/proc/self"))) {
      command.addAll(List.of("/usr/bin/env", "--default-signal=INT"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(BlockedProcess.class.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void kill(Process process, String signal)
      throws IOException, InterruptedException {
    String[] kill = {"kill", "-" + signal, String.valueOf(process.pid())};
    assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({"INT, INT, 130", "TERM, TERM, 143", "INT, TERM, 143"})
  @DisplayName("by a second signal")
  void twice(String first, String second, int status) throws IOException, InterruptedException {
    Process process = start();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("blocked");
      kill(process, first);
      assertThat(out.readLine()).isEqualTo("Stopping after this step …");
      kill(process, second);
      assertThat(out.readLine()).isNull();
    }
    assertThat(process.waitFor()).isEqualTo(status);
  }

  @Test
  @DisplayName("by one signal and the time limit")
  void limited() throws IOException, InterruptedException {
    Process process = start("-Ddistill.stop.seconds=1");
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("blocked");
      kill(process, "TERM");
      assertThat(out.readLine()).isEqualTo("Stopping after this step …");
      assertThat(out.readLine()).startsWith("The step does not end.");
    }
    assertThat(process.waitFor()).isEqualTo(143);
  }

  @Test
  @DisplayName("by a second signal, outside of trainings too")
  void twiceAtItsEnd() throws IOException, InterruptedException {
    Process process = start(List.of("end"));
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("blocked");
      kill(process, "TERM");
      assertThat(out.readLine()).isEqualTo("ending");
      kill(process, "TERM");
      assertThat(out.readLine()).isNull();
    }
    assertThat(process.waitFor()).isEqualTo(143);
  }

  @Test
  @DisplayName("by one signal and the time limit, outside of trainings too")
  void limitedAtItsEnd() throws IOException, InterruptedException {
    Process process = start(List.of("end"), "-Ddistill.stop.seconds=1");
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("blocked");
      kill(process, "INT");
      assertThat(out.readLine()).isEqualTo("ending");
      assertThat(out.readLine()).isNull();
    }
    assertThat(process.waitFor()).isEqualTo(130);
  }

  @Test
  @DisplayName("by Ctrl-C and Ctrl-C, not by Ctrl-C that is passed on as a kill besides")
  void relayed() throws IOException, InterruptedException {
    Process process = start(ProcessSignals.relayed());
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("blocked");
      kill(process, "INT");
      assertThat(out.readLine()).isEqualTo("Stopping after this step …");
      kill(process, "TERM");
      kill(process, "INT");
      assertThat(out.readLine()).isNull();
    }
    assertThat(process.waitFor()).isEqualTo(130);
  }
}
