package org.distill4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The table of costs")
class CostTableTest {
  private static String printed(String... args) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      CostTable.main(args);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("is what the documentation shows")
  void page() throws IOException {
    assertThat(Files.readString(Path.of("../docs/spark.md"))).contains(printed());
  }

  @Test
  @DisplayName("is worked out for a student of one's own")
  void own() {
    assertThat(printed("0.5", "66000000", "1.25e9", "0.05", "0.001", "50"))
        .contains("| this student | 50 | 98 %, × 1.0 |");
    assertThatThrownBy(() -> printed("0.5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 numbers were given, expected 6");
  }

  @Test
  @DisplayName("stands beside code that is the example's own")
  void code() throws IOException {
    String page = Files.readString(Path.of("../docs/spark.md"));
    StringBuilder all = new StringBuilder();
    try (Stream<Path> sources = Files.list(Path.of("src/main/java/org/distill4j/spark/example"))) {
      for (Path source : sources.sorted().toList()) {
        String text = Files.readString(source);
        all.append(text).append(text.replaceAll("(?m)^    ", ""));
      }
    }
    for (String part : page.split("```java\n", -1)) {
      String code = part.split("```", 2)[0].strip();
      if (part.contains("```") && !part.startsWith("#")) {
        assertThat(all.toString()).contains(code);
      }
    }
  }
}
