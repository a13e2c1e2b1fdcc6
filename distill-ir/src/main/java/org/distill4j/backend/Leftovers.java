package org.distill4j.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files that remain when a start of an engine was killed while it unpacked libraries. */
public final class Leftovers {
  /** A running start writes all the time, so older files belong to none. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private Leftovers() {}

  /**
   * Deletes files of a name that were not written to for a minute; no process is at work on them.
   *
   * @param folder where to look; it may be absent
   * @param names the names of files and folders that exist only while libraries are unpacked
   * @return what was deleted
   */
  public static List<Path> delete(Path folder, Pattern names) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Instant limit = Instant.now().minus(QUIET);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> names.matcher(String.valueOf(file.getFileName())).matches())
          .filter(file -> isOlder(file, limit) && isDeleted(file))
          .toList();
    } catch (IOException | UncheckedIOException unreadable) {
      // The start that follows does not depend on it.
      return List.of();
    }
  }

  private static boolean isOlder(Path file, Instant limit) {
    try (Stream<Path> all = Files.walk(file)) {
      return all.allMatch(each -> each.toFile().lastModified() < limit.toEpochMilli());
    } catch (IOException | UncheckedIOException gone) {
      return false;
    }
  }

  private static boolean isDeleted(Path file) {
    try (Stream<Path> all = Files.walk(file)) {
      return all.sorted(Comparator.reverseOrder())
          .map(each -> each.toFile().delete())
          .reduce(true, Boolean::logicalAnd);
    } catch (IOException | UncheckedIOException gone) {
      return false;
    }
  }
}
