package org.distill4j.examples.mnist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.distill4j.core.data.IdxReader;

/** Fetches what a folder lacks of the four files of MNIST. */
public final class MnistDownload {
  private static final List<URI> MIRRORS =
      List.of(
          URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
          URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"));

  private final MirroredFiles files;

  MnistDownload(MirroredFiles files) {
    this.files = files;
  }

  /**
   * Returns a download from the usual mirrors.
   *
   * @param news is told what is being fetched
   * @return the download
   */
  public static MnistDownload fromMirrors(Consumer<String> news) {
    return new MnistDownload(new MirroredFiles(MIRRORS, Duration.ofMinutes(10), news));
  }

  /** {@return the folder for data that can be fetched again} */
  public static Path cache() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path folder =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return folder.resolve("distill4j").resolve("mnist");
  }

  /**
   * Fetches what is missing. Programs that do so at once wait for each other.
   *
   * @param folder the folder; made if it is not there
   * @throws UncheckedIOException if no mirror gives a file, or it cannot be written
   */
  public void into(Path folder) {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel = openLock(folder);
          FileLock lock = channel.lock()) {
        for (MnistFile file : MnistFile.values()) {
          if (lock.isValid() && file.find(folder).isEmpty()) {
            files.fetch(file.zipped(), folder, path -> file.isContent(IdxReader.read(path)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "MNIST could not be saved in "
              + folder
              + " ("
              + e
              + "), expected a folder to write to.\n"
              + "Maybe the disk is full or the folder is read-only; --data DIR chooses another.",
          e);
    }
  }

  private static FileChannel openLock(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }
}
