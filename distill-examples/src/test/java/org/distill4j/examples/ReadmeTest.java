package org.distill4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The README")
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path QUICKSTART =
      Path.of("src/main/java/org/distill4j/examples/Quickstart.java");

  @Test
  @DisplayName("shows the program that the build compiles")
  void program() throws IOException {
    assertThat(Files.readString(README))
        .contains(MainBody.fenced(QUICKSTART, "main(String[] args) {\n"));
  }

  @Test
  @DisplayName("shows a program that runs")
  void runs() throws IOException {
    Path student = Path.of("target", "student.safetensors");
    Files.deleteIfExists(student);
    Quickstart.main(new String[0]);
    assertThat(student).isNotEmptyFile();
  }
}
