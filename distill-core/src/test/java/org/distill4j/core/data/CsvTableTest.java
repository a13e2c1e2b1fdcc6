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

@DisplayName("A table in a text file")
class CsvTableTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String text) {
    try {
      return Files.writeString(folder.resolve("t.csv"), text);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private void assertRefused(CsvTable table, String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.read(file(text)))
        .withMessageContaining(message)
        .withMessageContaining("\nMaybe ");
  }

  @Test
  @DisplayName("is read by its heading, the class in any column")
  void read() {
    Batch batch = CsvTable.of("class").read(file("a,class,b\n1,2,\"0.5\"\n-3e1,,4\n")).batch(0, 1);

    assertThat(batch.inputs().toFloatArray()).containsExactly(1, 0.5f, -30, 4);
    assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(2, -1);
  }

  @Test
  @DisplayName("may have tabulators, names of classes, or none")
  void variants() {
    CsvTable named = CsvTable.of("kind").tabs().withClasses("cat", "dog");
    assertThat(
            named
                .read(file("x\tkind\n1\tdog\n2\tcat\n"))
                .batch(0, 1)
                .labels(Batch.LABELS)
                .toIntArray())
        .containsExactly(1, 0);
    assertThat(
            CsvTable.unlabelled().read(file("x\n5\n")).batch(0).labels(Batch.LABELS).toIntArray())
        .containsExactly(-1);
    assertThat(CsvTable.of("y").withSeparator(';').read(file("x;y\n5;0\n")).size()).isEqualTo(1);
  }

  @Test
  @DisplayName("is refused with file and line")
  void refused() {
    CsvTable table = CsvTable.of("y");
    assertRefused(
        table, "x,y\n1,0\nred,1\n", "t.csv:3: \"x\" is \"red\", expected a finite number");
    assertRefused(table, "x,y\nNaN,0\n", "t.csv:2: \"x\" is \"NaN\"");
    assertRefused(
        table, "x,y\n1,dog\n", "t.csv:2: \"y\" is \"dog\", expected the number of a class");
    assertRefused(table.withClasses("cat"), "x,y\n1,dog\n", "expected one of [cat]");
    assertRefused(table, "x,z\n1,0\n", "t.csv:1: the heading has the columns [x, z]");
    assertRefused(table, "x,y\n1,0,5\n", "t.csv:2: there are 3 cells, expected 2");
    assertRefused(table, "x,y\n", "t.csv:1: there are no examples");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.read(folder.resolve("none.csv")))
        .withMessageContaining("There is no file ");
  }
}
