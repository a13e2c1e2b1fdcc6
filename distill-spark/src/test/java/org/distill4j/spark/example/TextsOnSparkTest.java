package org.distill4j.spark.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The example application of texts")
class TextsOnSparkTest {
  @TempDir private Path folder = Path.of("");

  @Test
  @DisplayName("trains a teacher that tells texts apart, and saves its student")
  void whole() throws IOException {
    Files.write(
        folder.resolve("vocab.txt"),
        List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "day", "\""));
    StringBuilder texts = new StringBuilder("id,text,label\n");
    for (int i = 0; i < 60; i++) {
      boolean good = i % 3 == 0;
      texts.append(i).append(good ? ",\"a \"\"good\"\"\nday\"," : ",\"day, bad\",");
      texts.append(good ? 1 : 0).append('\n');
    }
    Path file = Files.writeString(folder.resolve("texts.csv"), texts);
    Path out = folder.resolve("out");

    String printed =
        ExampleProgram.run(
            TextsOnSpark::main, file.toString(), folder.toString(), out.toString(), "2", "2", "20");

    assertThat(printed).contains("teacher: accuracy 100.00 %", "student: accuracy ");
    assertThat(out.resolve("student").resolve("weights.safetensors")).exists();
  }

  @Test
  @DisplayName("asks for its arguments")
  void arguments() {
    assertThatThrownBy(() -> ExampleProgram.run(TextsOnSpark::main, "here"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("1 arguments were given, expected 6");
  }
}
