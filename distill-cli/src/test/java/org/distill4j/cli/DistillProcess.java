package org.distill4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command in a process of its own.
 *
 * @param status its exit code
 * @param told what it wrote, results and complaints
 */
record DistillProcess(int status, String told) {
  /** What starts the command; more may be put before it. */
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Distill.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  static Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    return builder.redirectErrorStream(true).start();
  }

  static DistillProcess run(List<String> command) throws IOException, InterruptedException {
    return end(start(command));
  }

  static DistillProcess end(Process process) throws IOException, InterruptedException {
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new DistillProcess(process.waitFor(), told);
  }
}
