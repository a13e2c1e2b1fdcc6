package org.distill4j.examples.compression;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.examples.MainBody;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("docs/deploying.md")
class DeploymentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "deploying.md");
  private static final Path SOURCES = Path.of("src/main/java/org/distill4j/examples/compression");

  @Test
  @DisplayName("shows the programs that the build compiles")
  void programs() throws IOException {
    assertThat(Files.readString(DOCUMENT))
        .contains(MainBody.fenced(SOURCES.resolve("Deployment.java"), "Path folder) {\n"))
        .contains(MainBody.fenced(SOURCES.resolve("OnnxServing.java"), "throws OrtException {\n"));
  }

  @Test
  @DisplayName("shows programs that run: one writes what the other serves")
  void run(@TempDir Path folder) throws OrtException {
    assertThat(printed(() -> Deployment.main(new String[] {folder.toString()})))
        .contains("Report[weights=[dense1.weight, dense2.weight]", "{errors=");
    for (String file : new String[] {"student.onnx", "student-int8.onnx"}) {
      assertThat(printed(() -> OnnxServing.main(new String[] {folder.resolve(file).toString()})))
          .matches("\\[\\[(.*, ){9}.*], \\[(.*, ){9}.*]]\\R");
    }
  }

  private interface Program {
    void run() throws OrtException;
  }

  private static String printed(Program program) throws OrtException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
