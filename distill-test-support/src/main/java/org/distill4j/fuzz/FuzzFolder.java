package org.distill4j.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A folder for damaged files, within another one in which nothing else may appear. */
public final class FuzzFolder {
  private final Path root;
  private final Path folder;

  /** Creates the folder. */
  public FuzzFolder() {
    try {
      root = Files.createTempDirectory("distill4j-fuzz");
      folder = Files.createDirectory(root.resolve("inside"));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /**
   * Names a file of the folder, which need not be there.
   *
   * @param name the file's name
   * @return its path
   */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * Writes a file of the folder.
   *
   * @param name the file's name
   * @param bytes what it holds
   * @return its path
   */
  public Path write(String name, byte[] bytes) {
    try {
      return Files.write(file(name), bytes);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /**
   * Reads a file.
   *
   * @param file its path
   * @return what it holds
   */
  public byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /**
   * Writes a damaged file and lets it be read, as {@link HarmlessReading#read} describes.
   *
   * @param name the file's name
   * @param damaged what it holds
   * @param factor the bytes that reading may take for each of the file's
   * @param reader reads it
   */
  public void read(String name, byte[] damaged, long factor, Consumer<Path> reader) {
    Path file = write(name, damaged);
    HarmlessReading.read(
        Set.of(name, folder.toString()), damaged.length, factor, () -> reader.accept(file));
  }

  /** Deletes everything, and fails if a reader wrote beside the folder. */
  public void close() {
    try (Stream<Path> beside = Files.list(root);
        Stream<Path> all = Files.walk(root)) {
      List<Path> strangers = beside.filter(path -> !path.equals(folder)).toList();
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
      if (!strangers.isEmpty()) {
        throw new AssertionError("outside of the folder were written " + strangers);
      }
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
