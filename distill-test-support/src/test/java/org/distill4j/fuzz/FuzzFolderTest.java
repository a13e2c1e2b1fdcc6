package org.distill4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A folder for damaged files")
class FuzzFolderTest {
  private final FuzzFolder playground = new FuzzFolder();

  @Test
  @DisplayName("hands a damaged file to its reader, and is gone when it is closed")
  void reads() {
    playground.read(
        "damaged",
        new byte[] {4, 2},
        100,
        file -> assertThat(file).hasBinaryContent(new byte[] {4, 2}));
    Path file = playground.file("damaged");
    assertThat(playground.bytes(file)).containsExactly(4, 2);

    playground.close();

    assertThat(playground.file("..")).doesNotExist();
  }

  @Test
  @DisplayName("tells what a reader wrote outside of it")
  void strangers() throws IOException {
    Path stranger = playground.file("..").resolve("stranger");
    Files.writeString(stranger, "out");

    assertThatThrownBy(playground::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("outside of the folder were written ")
        .hasMessageContaining("stranger");
    assertThat(stranger).doesNotExist();
  }

  @Test
  @DisplayName("has no bytes of a file that is not there")
  void missing() {
    Path missing = playground.file("missing");

    assertThatThrownBy(() -> playground.bytes(missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("missing");
    playground.close();
  }
}
