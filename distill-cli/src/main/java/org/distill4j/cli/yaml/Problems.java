package org.distill4j.cli.yaml;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All errors in a file, collected to report them together. */
public final class Problems {
  private static final int MAX_TOLD = 50;

  private final String file;
  private final Set<Problem> found = new LinkedHashSet<>();

  /**
   * Creates an empty collection.
   *
   * @param file the file's name, for messages
   */
  public Problems(String file) {
    this.file = file;
  }

  /** {@return the file's name} */
  public String file() {
    return file;
  }

  /**
   * Adds an error.
   *
   * @param line the line, from 1
   * @param message what is wrong, with the way out on a second line
   */
  public void add(int line, String message) {
    found.add(new Problem(line, message));
  }

  /** {@return the errors, by line} */
  public List<Problem> found() {
    return found.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
  }

  /**
   * Throws all collected errors.
   *
   * @throws IllegalArgumentException if there is anything; a paragraph for each problem, beginning
   *     with file and line
   */
  public void requireNone() {
    if (!found.isEmpty()) {
      String told = found().stream().limit(MAX_TOLD).map(this::text).collect(joining("\n"));
      int rest = found.size() - MAX_TOLD;
      throw new IllegalArgumentException(
          rest <= 0 ? told : told + "\n" + rest + " more problems are not shown.");
    }
  }

  private String text(Problem problem) {
    String way = problem.message().contains("\nMaybe ") ? "" : "\nMaybe see docs/command-line.md.";
    return file + ":" + problem.line() + ": " + problem.message() + way;
  }
}
