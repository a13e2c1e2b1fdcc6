package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.data.Batch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file of JSON lines")
class JsonLinesTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String text) {
    try {
      return Files.writeString(folder.resolve("t.jsonl"), text);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private void assertRefused(JsonLines lines, String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lines.read(file(text)))
        .withMessageContaining(message)
        .withMessageContaining("\nMaybe ");
  }

  @Test
  @DisplayName("is read by the names of its fields, lists as several columns")
  void read() {
    InMemoryDataset data =
        JsonLines.of("label")
            .read(
                file(
                    String.join(
                        "\n\n",
                        "\uFEFF{\"a\": 1, \"p\": [[2, 3], [4, 5]], \"label\": 1}",
                        "{\"label\": null, \"p\": [6, 7, 8, 9], \"a\": true}\r\n")));

    Batch batch = data.batch(0, 1);
    assertThat(data.columns()).containsExactly("a", "p[0]", "p[1]", "p[2]", "p[3]");
    assertThat(batch.input().toFloatArray()).containsExactly(1, 2, 3, 4, 5, 1, 6, 7, 8, 9);
    assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(1, -1);
  }

  @Test
  @DisplayName("may have names of classes, wanted inputs, and a number for what is missing")
  void variants() {
    InMemoryDataset data =
        JsonLines.of("kind")
            .withClasses("cat", "dog")
            .withInputs("b", "a")
            .withMissing(-5)
            .read(file("{\"a\":1,\"b\":2,\"kind\":\"dog\",\"note\":\"x\"}\n{\"a\":3}\n"));

    Batch batch = data.batch(0, 1);
    assertThat(batch.input().toFloatArray()).containsExactly(2, 1, -5, 3);
    assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(1, -1);
    assertThat(data.classNames()).containsExactly("cat", "dog");
  }

  @Test
  @DisplayName("is refused with file and line")
  void refused() {
    JsonLines lines = JsonLines.of("y");
    assertRefused(lines, "{\"x\":1,\"y\":0}\n{\"x\":\n", "t.jsonl:");
    assertRefused(
        lines, "{\"x\":1,\"y\":0}\n{\"x\":\"red\",\"y\":0}", "t.jsonl:2: \"x\" is \"red\"");
    assertRefused(
        lines, "{\"x\":1,\"y\":0}\n{\"y\":0}", "t.jsonl:2: \"x\" is \"\", a missing value");
    assertRefused(lines, "{\"x\":[1,2]}\n{\"x\":[1]}", "\"x\" has 1 values, expected 2 as in the");
    assertRefused(lines, "{\"x\":{\"z\":1}}", "\"x\" is {z=1}, expected a number, or a list");
    assertRefused(lines, "[1]\n", "t.jsonl:1: this is 1, expected an object");
    assertRefused(lines, "", "there are no examples");
    assertRefused(lines, "{\"y\":1}", "there are no columns besides the class");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lines.read(folder.resolve("none")))
        .withMessageContaining("There is no file ");
  }
}
