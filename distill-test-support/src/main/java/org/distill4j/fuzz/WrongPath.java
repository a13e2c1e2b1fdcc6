package org.distill4j.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What may be found where a file with content is expected. */
public enum WrongPath {
  /** Nothing. */
  NOTHING,
  /** A file of no bytes. */
  EMPTY_FILE,
  /** A folder. */
  FOLDER,
  /** A link to itself. */
  LOOP,
  /** A link to what is not there. */
  DANGLING_LINK,
  /** A path below a file. */
  BELOW_A_FILE;

  /**
   * Requires that a reader refuses this with a message that names the path and shows a way out.
   *
   * @param folder an empty folder
   * @param name the file's name
   * @param reader reads the file
   * @throws AssertionError if it is read, or refused otherwise
   */
  public void refuse(Path folder, String name, Consumer<Path> reader) {
    Path path = in(folder, name);
    try {
      reader.accept(path);
    } catch (IllegalArgumentException | UncheckedIOException refused) {
      String message = String.valueOf(refused.getMessage());
      if (!message.contains(path.toString()) || !message.contains("\nMaybe ")) {
        throw new AssertionError(this + ": no name or no way out in: " + message, refused);
      }
      return;
    } catch (RuntimeException other) {
      throw new AssertionError(this + ": " + other, other);
    }
    throw new AssertionError(this + " was read as " + name);
  }

  private Path in(Path folder, String name) {
    Path path = folder.resolve(name);
    try {
      return switch (this) {
        case NOTHING -> path;
        case EMPTY_FILE -> Files.createFile(path);
        case FOLDER -> Files.createDirectory(path);
        case LOOP -> Files.createSymbolicLink(path, path.getFileName());
        case DANGLING_LINK -> Files.createSymbolicLink(path, folder.resolve("absent"));
        case BELOW_A_FILE -> Files.createFile(path).resolve(name);
      };
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
