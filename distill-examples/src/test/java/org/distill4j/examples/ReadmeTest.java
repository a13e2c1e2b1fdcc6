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
    String source = Files.readString(QUICKSTART);
    String opening = "main(String[] args) {\n";
    int from = source.indexOf(opening) + opening.length();
    String body = source.substring(from, source.lastIndexOf("  }\n}"));
    assertThat(Files.readString(README))
        .contains("```java\n" + body.stripIndent().stripTrailing() + "\n```");
  }
}
