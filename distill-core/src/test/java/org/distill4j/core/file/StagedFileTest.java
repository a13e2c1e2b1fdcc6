package org.distill4j.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file that is written")
class StagedFileTest {
  @TempDir private Path folder = Path.of("");

  private static ByteBuffer bytes(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  @DisplayName("leaves what another program is writing, and takes away what a killed one left")
  void leftovers() throws IOException {
    Path file = folder.resolve("student.onnx");
    try (HoldingProcess other = HoldingProcess.of("write", file)) {
      AtomicFiles.write(file, "mine");
      assertThat(other.pid()).isPositive();
      assertThat(names()).hasSize(2).contains("student.onnx");
    }

    AtomicFiles.write(file, "again");

    assertThat(names()).containsExactly("student.onnx");
    assertThat(file).hasContent("again");
  }

  @Test
  @DisplayName("leaves what this program is writing, and files of other names")
  void own() throws IOException {
    Path file = folder.resolve("a");
    Path mine = Files.writeString(folder.resolve("a.tmp"), "mine");
    Path longer =
        Files.writeString(folder.resolve("ba.01234567-0123-0123-0123-0123456789ab.tmp"), "b");
    try (StagedFile first = StagedFile.write(file, bytes("first"));
        StagedFile second = StagedFile.write(file, bytes("second"))) {
      first.publish();
      assertThat(file).hasContent("first");
      second.publish();
      assertThat(file).hasContent("second");
    }
    assertThat(names()).hasSize(3);
    assertThat(mine).exists();
    assertThat(longer).exists();
  }

  @Test
  @DisplayName("is not there, and nothing beside it, if it is not published")
  void unpublished() throws IOException {
    StagedFile.write(folder.resolve("a"), bytes("first")).close();

    assertThat(names()).isEmpty();
  }

  @Test
  @DisplayName("is a copy of another")
  void copied() throws IOException {
    Path from = Files.writeString(folder.resolve("from"), "text");
    AtomicFiles.copy(from, folder.resolve("to"));

    assertThat(folder.resolve("to")).hasContent("text");
  }
}
