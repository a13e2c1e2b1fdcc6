package org.distill4j.examples.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The download of MNIST")
class MnistDownloadTest {
  private final List<String> news = new ArrayList<>();
  private final MnistDownload download =
      new MnistDownload(new MirroredFiles(List.of(), Duration.ofSeconds(1), news::add));

  @Test
  @DisplayName("fetches nothing that is there, under any of its names")
  void present(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("train-images-idx3-ubyte"));
    Files.createFile(folder.resolve("train-labels-idx1-ubyte.gz"));
    Files.createFile(folder.resolve("t10k-images.idx3-ubyte"));
    Files.createFile(folder.resolve("t10k-labels.idx1-ubyte.gz"));

    download.into(folder);

    assertThat(news).isEmpty();
  }

  @Test
  @DisplayName("makes the folder and asks for the first missing file")
  void missing(@TempDir Path parent) {
    Path folder = parent.resolve("cache").resolve("mnist");
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> download.into(folder))
        .withMessageStartingWith("No mirror gave train-images-idx3-ubyte.gz: ");
    assertThat(folder).isDirectory();
  }

  @Test
  @DisplayName("says that it cannot write")
  void unwritable(@TempDir Path parent) throws IOException {
    Path file = Files.createFile(parent.resolve("file"));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> download.into(file))
        .withMessage(
            "MNIST could not be saved in "
                + file
                + " (java.nio.file.FileAlreadyExistsException: "
                + file
                + "), expected a folder to write to.\n"
                + "Maybe the disk is full or the folder is read-only; --data DIR chooses another.");
  }

  @Test
  @DisplayName("has a folder of its own among what can be fetched again")
  void cache() {
    assertThat(MnistDownload.cache()).endsWithRaw(Path.of("distill4j", "mnist")).isAbsolute();
  }
}
