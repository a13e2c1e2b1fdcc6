package org.distill4j.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Files of teachers")
class TeacherFilesTest {
  /** From the standard, FIPS 180-4, the example of one block. */
  private static final String SHA_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder = Path.of("");

  @Test
  @DisplayName("have their SHA-256 as fingerprint")
  void file() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "abc");
    assertThat(TeacherFiles.fingerprint(file)).isEqualTo(SHA_OF_ABC);
  }

  @Test
  @DisplayName("in a folder count with their names and contents, whatever they are listed as")
  void folder() throws IOException {
    Files.createDirectory(folder.resolve("inner"));
    Path file = Files.writeString(folder.resolve("inner").resolve("a"), "abc");
    String first = TeacherFiles.fingerprint(folder);
    assertThat(first).matches("[0-9a-f]{64}").isNotEqualTo(SHA_OF_ABC);
    assertThat(TeacherFiles.fingerprint(folder)).isEqualTo(first);
    Files.writeString(file, "abd");
    String second = TeacherFiles.fingerprint(folder);
    Files.move(file, folder.resolve("inner").resolve("b"));
    assertThat(first).isNotEqualTo(second).isNotEqualTo(TeacherFiles.fingerprint(folder));
    assertThat(second).isNotEqualTo(TeacherFiles.fingerprint(folder));
  }

  @Test
  @DisplayName("are missed by name")
  void missing() {
    Path absent = folder.resolve("absent");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TeacherFiles.requireFile(absent, "a zip"))
        .withMessage(
            absent
                + " does not exist, expected a zip.\n"
                + "Maybe the path is relative to another folder.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TeacherFiles.requireFile(folder, "a zip"))
        .withMessageStartingWith(folder + " is no file, expected a zip.\nMaybe the path ends");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TeacherFiles.requireFolder(absent, "a SavedModel"));
    Assertions.assertThatThrownBy(() -> TeacherFiles.fingerprint(absent))
        .isInstanceOf(UncheckedIOException.class);
  }
}
