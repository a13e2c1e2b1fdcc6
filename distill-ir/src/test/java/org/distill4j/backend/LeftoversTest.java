package org.distill4j.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What a killed start left over")
class LeftoversTest {
  private static final Pattern NAMES = Pattern.compile("tmp\\d+");
  private final Instant old = Instant.now().minus(Duration.ofHours(1));

  private final Path folder;

  LeftoversTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path unpacked(String name) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    Files.writeString(made.resolve("lib.so"), "library");
    return made;
  }

  private Path aged(Path made) throws IOException {
    Files.setLastModifiedTime(made.resolve("lib.so"), FileTime.from(old));
    Files.setLastModifiedTime(made, FileTime.from(old));
    return made;
  }

  @Test
  @DisplayName("is deleted, and neither what is in use nor what is under way")
  void deleted() throws IOException {
    Path left = aged(unpacked("tmp1234"));
    Path underWay = unpacked("tmp5678");
    Files.setLastModifiedTime(underWay, FileTime.from(old));
    Path used = aged(unpacked("2.7.1-cpu"));

    assertThat(Leftovers.delete(folder, NAMES)).containsExactly(left);
    assertThat(left).doesNotExist();
    assertThat(underWay).isDirectoryContaining("glob:**lib.so");
    assertThat(used).isDirectoryContaining("glob:**lib.so");
  }

  @Test
  @DisplayName("is nothing in a folder that is not there")
  void absent() {
    assertThat(Leftovers.delete(folder.resolve("absent"), NAMES)).isEmpty();
  }
}
