package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file with a text on each line")
class TextLinesTest {
  @TempDir private Path folder = Path.of("");

  private static List<String> read(Path file, String column) {
    List<String> texts = new ArrayList<>();
    TextTable.of(new TextLines(), column)
        .read(file, row -> texts.add(row.place() + " " + row.texts().get(0)));
    return texts;
  }

  @Test
  @DisplayName("gives its lines as they are, but for empty ones, spaces around, and a mark")
  void lines() throws IOException {
    Path file = folder.resolve("texts.txt");
    Files.writeString(file, "\uFEFF one, \"two\"\n\n  \r\nNA\r\nÄ last");
    assertThat(read(file, "text"))
        .containsExactly(file + ":1 one, \"two\"", file + ":4 NA", file + ":5 Ä last");
  }

  @Test
  @DisplayName("is refused if it is not there, is no text, or another column is asked for")
  void refused() throws IOException {
    Path file = Files.write(folder.resolve("texts.txt"), new byte[] {'a', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> read(file, "text"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Maybe it is a folder, or not UTF-8.");
    assertThatThrownBy(() -> read(folder.resolve("away.txt"), "text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There is no file");
    assertThatThrownBy(() -> read(file, "question"))
        .hasMessageContaining("expected \"text\" alone");
  }
}
