package org.distill4j.cli.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Reading YAML")
class YamlReaderTest {
  private static void assertRefused(String text, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> YamlReader.read("run.yaml", text))
        .withMessageContainingAll(parts);
  }

  private static Node.Field field(Node node, String key) {
    return Objects.requireNonNull(((Node.Fields) node).fields().get(key), key);
  }

  @Test
  @DisplayName("gives texts, lists and keys with their lines")
  void nodes() {
    Node root = YamlReader.read("run.yaml", "a: 1\nb:\n  - x\n  - {c: no}\n");

    assertThat(field(root, "a")).isEqualTo(new Node.Field(1, new Node.Text("1", 1)));
    Node.Items items = (Node.Items) field(root, "b").value();
    assertThat(items.items().get(0)).isEqualTo(new Node.Text("x", 3));
    Node inner = items.items().get(1);
    assertThat(field(inner, "c").value()).isEqualTo(new Node.Text("no", 4));
  }

  @Test
  @DisplayName("takes byte-order marks, and the UTF-16 that PowerShell writes")
  void marks(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.yaml");
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Files.write(file, "\uFEFFa: é\n".getBytes(charset));
      assertThat(YamlReader.text(file)).as(charset.name()).isEqualTo("a: é\n");
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    @Test
    @DisplayName("tabulators that indent, and says so")
    void tabs() {
      assertRefused("a:\n\tb: 1\n", "run.yaml:2", "Maybe a tabulator indents the line");
    }

    @Test
    @DisplayName("what is not YAML, with the line")
    void broken() {
      assertRefused("a: 1\nb: [1, 2\nc: 3\n", "run.yaml:3: This is not YAML", "\nMaybe ");
    }

    @Test
    @DisplayName("a key that is given twice")
    void twice() {
      assertRefused("a: 1\na: 2\n", "run.yaml:", "a", "\nMaybe ");
    }

    @Test
    @DisplayName("an empty file")
    void empty() {
      assertRefused("", "run.yaml:1: The file is empty", "\nMaybe ");
    }

    @Test
    @DisplayName("brackets without end, before they are nested in memory")
    void deep() {
      assertRefused("a: " + "[".repeat(100_000), "nested too deeply", "at most 50 levels");
    }

    @Test
    @DisplayName("a small file whose aliases make it large")
    void laughs() {
      StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
      for (int i = 1; i < 9; i++) {
        String alias = "*a" + (i - 1);
        text.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(4) + alias + "]\n");
      }
      assertRefused(text.toString(), "The document is too large", "20,000 nodes");
    }

    @Test
    @DisplayName("keys that are lists")
    void listKey() {
      assertRefused("? [a, b]\n: 1\n", "run.yaml: This is not YAML: Non scalar key", "\nMaybe ");
    }

    @Test
    @DisplayName("files that are not there, not UTF-8, or far too long")
    void files(@TempDir Path folder) throws IOException {
      Path file = folder.resolve("run.yaml");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> YamlReader.text(file))
          .withMessage("There is no file " + file + ".\nMaybe the path is misspelt.");
      Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
      assertThatIllegalArgumentException()
          .isThrownBy(() -> YamlReader.text(file))
          .withMessageContaining("is not UTF-8");
      Files.write(file, new byte[(1 << 20) + 1]);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> YamlReader.text(file))
          .withMessageContaining("longer than 1 MiB");
    }
  }

  @Test
  @DisplayName("makes no objects of tags")
  void tags() {
    Node root = YamlReader.read("run.yaml", "a: !!javax.script.ScriptEngineManager [x]\n");

    assertThat(field(root, "a").value()).isInstanceOf(Node.Items.class);
  }
}
