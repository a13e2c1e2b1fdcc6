package org.distill4j.backend;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The folder to which an engine unpacks its native libraries, and from which it loads them. Whoever
 * can write to it runs code in this process, so it is to be its user's alone.
 *
 * @param engine the engine, as messages name it
 * @param path the folder
 * @param setting what names another folder, as "the environment variable ENGINE_CACHE_DIR"
 * @param megabytes about how much the libraries take
 */
public record NativeFolder(String engine, Path path, String setting, long megabytes) {
  private static final int DEPTH = 2;
  private static final long MEGABYTE = 1L << 20;

  /** Takes the absolute path. */
  public NativeFolder {
    path = path.toAbsolutePath().normalize();
  }

  /**
   * Returns the default folder: one in the user's home or, where the home cannot be written, one of
   * this user alone in the temporary directory.
   *
   * @param inHome its path in the home
   * @return the folder
   */
  public static Path usual(String inHome) {
    String home = System.getProperty("user.home", "");
    return new File(home).isAbsolute() && Files.isWritable(Path.of(home))
        ? Path.of(home, inHome)
        : temporary(inHome);
  }

  private static Path temporary(String name) {
    try {
      return Path.of(System.getProperty("java.io.tmpdir"), "distill4j-" + FileOwner.me(), name);
    } catch (IOException error) {
      throw new UncheckedIOException("Cannot tell the user of this process", error);
    }
  }

  /**
   * Creates the folder, for its owner alone, unless it exists. Refuses one that another user could
   * have made or changed.
   *
   * @return this folder
   * @throws IllegalStateException if another user could load code into this process
   */
  public NativeFolder requirePrivate() {
    try {
      Files.createDirectories(path, FileOwner.ownersAlone());
    } catch (IOException unusable) {
      // Libraries may be there already; if not, the engine fails, and explain says why.
    }
    try {
      danger().ifPresent(this::refuse);
    } catch (IOException | UncheckedIOException unreadable) {
      refuse("its owner is unknown (" + unreadable + ")");
    }
    return this;
  }

  private Optional<String> danger() throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
      if (FileOwner.isOpen(parent)) {
        return Optional.of("every user can write to " + parent);
      }
    }
    Optional<String> danger = FileOwner.danger(path);
    return danger.isPresent() ? danger : dangerWithin(path.toRealPath());
  }

  /** Another process that starts may delete its files meanwhile. */
  private static Optional<String> dangerWithin(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        Set.of(),
        DEPTH,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes)
              throws IOException {
            return visitFile(inner, attributes);
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try {
              FileOwner.danger(file).ifPresent(found::add);
            } catch (NoSuchFileException gone) {
              return FileVisitResult.CONTINUE;
            }
            return found.isEmpty() ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
    return found.stream().findFirst();
  }

  private void refuse(String danger) {
    throw new IllegalStateException(
        engine
            + " would load native libraries from "
            + path
            + ", but "
            + danger
            + ", expected a folder that no other user can change.\nMaybe set "
            + setting
            + " to a folder of your own, or delete this one if you do not know who made it.");
  }

  /** {@return whether libraries can be unpacked to it and loaded from it} */
  public boolean isUsable() {
    return unusable().isEmpty();
  }

  /**
   * Checks that libraries can be unpacked to a folder and loaded from it.
   *
   * @return this folder
   * @throws IllegalStateException if the folder is of no use
   */
  public NativeFolder requireUsable() {
    unusable()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(message(reason));
            });
    return this;
  }

  /**
   * Starts an engine, which unpacks its libraries to this folder.
   *
   * @param type a class of the backend, whose class loader the engine is started with
   * @param start starts it
   * @param failure says why that failed, from the first cause, where it is not this folder's fault
   * @param <T> what the start gives
   * @return what the start gives
   * @throws IllegalStateException if the engine does not start
   */
  public <T> T load(Class<?> type, Supplier<T> start, Function<Throwable, String> failure) {
    try {
      return ContextLoader.call(type, start);
    } catch (RuntimeException | LinkageError error) {
      throw explain(error)
          .orElseGet(() -> new IllegalStateException(failure.apply(firstCause(error)), error));
    }
  }

  private static Throwable firstCause(Throwable error) {
    Throwable cause = error.getCause();
    return cause == null ? error : firstCause(cause);
  }

  /**
   * Explains a failed start by the folder, or by a lack of memory for its libraries.
   *
   * @param cause what the engine threw
   * @return what is wrong; empty if the folder can be written and has room, and memory is not short
   */
  public Optional<IllegalStateException> explain(Throwable cause) {
    return unusable()
        .or(this::full)
        .map(this::message)
        .or(() -> MemoryShortage.in(cause).map(this::memory))
        .map(message -> new IllegalStateException(message, cause));
  }

  private String memory(String message) {
    return engine
        + " found no memory for its native libraries ("
        + message
        + "), expected room for about "
        + megabytes
        + " MB.\nMaybe raise the limit of the process or container (ulimit -v), or lower the heap"
        + " (-Xmx).";
  }

  private String message(String reason) {
    return engine
        + " could not use the folder of its native libraries, "
        + path
        + ": "
        + reason
        + ", expected to unpack about "
        + megabytes
        + " MB to it and to load them from there.\nMaybe set "
        + setting
        + " to another folder.";
  }

  private Optional<String> unusable() {
    try {
      Files.createDirectories(path, FileOwner.ownersAlone());
      Path probe = Files.createTempFile(path, "distill4j", ".probe");
      try {
        boolean runs = probe.toFile().setExecutable(true) && Files.isExecutable(probe);
        return runs ? Optional.empty() : Optional.of("its file system runs no code (noexec)");
      } finally {
        Files.delete(probe);
      }
    } catch (IOException error) {
      return Optional.of("it cannot be written to (" + error + ")");
    }
  }

  private Optional<String> full() {
    try (Stream<Path> files = Files.walk(path)) {
      long held = files.mapToLong(file -> file.toFile().length()).sum() / MEGABYTE;
      long free = Files.getFileStore(path).getUsableSpace() / MEGABYTE;
      return free + held < megabytes
          ? Optional.of("its file system has " + free + " MB free")
          : Optional.empty();
    } catch (IOException | UncheckedIOException error) {
      return Optional.empty();
    }
  }
}
