package org.distill4j.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A folder that one program at a time writes to")
class FolderLockTest {
  @TempDir private Path folder = Path.of("");

  @Test
  @DisplayName("is refused to a second program as long as the first lives, however that ends")
  void otherProcess() throws IOException {
    try (HoldingProcess other = HoldingProcess.of("lock", folder)) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatIllegalStateException()
            .isThrownBy(() -> FolderLock.acquire(folder, "choose another by --output"))
            .withMessage(
                "The folder "
                    + folder
                    + " is in use by the process "
                    + other.pid()
                    + ", expected one that nobody else writes to.\n"
                    + "Maybe wait until that has ended, or choose another by --output.");
      }
      assertThatIllegalStateException().isThrownBy(() -> FolderLock.requireFree(folder, "wait"));
    }

    assertThatCode(() -> FolderLock.acquire(folder, "wait").close()).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("is refused twice in one program, and free again when it is given back")
  void sameProcess() {
    FolderLock first = FolderLock.acquire(folder, "wait");
    Path sameFolder = folder.resolve("..").resolve(folder.getFileName());
    assertThatIllegalStateException()
        .isThrownBy(() -> FolderLock.acquire(sameFolder, "wait"))
        .withMessageContaining("this process, " + ProcessHandle.current().pid());
    first.close();

    assertThatCode(() -> FolderLock.acquire(folder, "wait").close()).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("is refused if it is a file")
  void file() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> FolderLock.acquire(file, "choose another"))
        .withMessageStartingWith("The folder " + file + " cannot be written to: ")
        .withMessageEndingWith("; choose another.");
  }

  @Test
  @DisplayName("leaves nothing behind where the disk is full")
  void fullDisk() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
    Process program =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "ulimit -f 0; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                HoldingProcess.class.getName(),
                "lock",
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(program.waitFor()).isEqualTo(1);
    assertThat(told).contains("The folder " + folder + " cannot be written to: ");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
