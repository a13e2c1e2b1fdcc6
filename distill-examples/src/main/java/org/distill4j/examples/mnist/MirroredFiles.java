package org.distill4j.examples.mnist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Fetches files from the first mirror that has them. It resumes what an earlier try began, and a
 * file takes its name only once its content was checked.
 */
final class MirroredFiles {
  private final List<URI> mirrors;
  private final Consumer<String> news;
  private final ResumingClient client;

  MirroredFiles(List<URI> mirrors, Duration patience, Consumer<String> news) {
    this.mirrors = List.copyOf(mirrors);
    this.news = news;
    this.client = new ResumingClient(patience);
  }

  void fetch(String name, Path folder, Predicate<Path> valid) throws IOException {
    Path part = folder.resolve(name + ".part");
    List<String> failures = new ArrayList<>();
    for (URI mirror : mirrors) {
      try {
        fetch(mirror.resolve(name), part, valid);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (MirrorException e) {
        failures.add(mirror + " (" + e.getMessage() + ")");
      }
    }
    throw noneGave(name, failures);
  }

  private void fetch(URI source, Path part, Predicate<Path> valid) throws IOException {
    boolean begun = Files.exists(part);
    news.accept((begun ? "Resuming " : "Fetching ") + source);
    client.fetch(source, part);
    if (begun && !isValid(part, valid)) {
      // What was begun may be of another file; a fresh start tells.
      Files.deleteIfExists(part);
      client.fetch(source, part);
    }
    if (!isValid(part, valid)) {
      Files.deleteIfExists(part);
      throw new MirrorException("it has other content");
    }
  }

  private static boolean isValid(Path part, Predicate<Path> valid) {
    try {
      return valid.test(part);
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }

  private static UncheckedIOException noneGave(String name, List<String> failures) {
    String message =
        "No mirror gave "
            + name
            + ": "
            + String.join(", ", failures)
            + "; expected one of them to.\n"
            + "Maybe this machine is offline: name a folder that has the files with --data DIR, or"
            + " leave --download out to use the digits that come with the program.";
    return new UncheckedIOException(message, new IOException(message));
  }
}
