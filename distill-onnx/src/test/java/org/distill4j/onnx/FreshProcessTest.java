package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.conformance.NativeAccess;
import org.distill4j.core.model.Models;
import org.distill4j.model.Model;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From 1.29 on ONNX Runtime sends usage data, and dies of a long command line while it does. */
@DisplayName("ONNX Runtime in a process of its own")
class FreshProcessTest {
  private static final int LONG = 20_000;

  /** Asks the model in a file. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] args) {
      try (OnnxPredictor student = OnnxPredictor.open(Path.of(args[0]))) {
        System.out.println(student.outputs());
      }
    }
  }

  @Test
  @DisplayName("runs behind a long class path, and keeps no book of its user")
  void discreet(@TempDir Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("student.onnx");
    Model model = Models.mlp(4, 3);
    OnnxExport.of(model, ExportComparison.weights(model)).write(file);
    Path home = Files.createDirectory(folder.resolve("home"));
    ProcessBuilder builder = new ProcessBuilder(command(file));
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());

    Process process = builder.redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(told).isZero();
    assertThat(told.strip()).isEqualTo("{logits=FLOAT32(3)}");
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files).containsExactly(home);
    }
  }

  private static List<String> command(Path file) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(NativeAccess.options());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Asking.class.getName(), file.toString(), "x".repeat(LONG)));
    return command;
  }
}
