package org.distill4j.cli.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All that is wrong in a file, gathered so that it is told at once. */
public final class Problems {
  private final String file;
  private final List<Problem> found = new ArrayList<>();

  /**
   * Nothing wrong yet.
   *
   * @param file the file's name, for messages
   */
  public Problems(String file) {
    this.file = file;
  }

  /**
   * Notes that something is wrong.
   *
   * @param line the line, from 1
   * @param message what is wrong, with the way out on a second line
   */
  public void add(int line, String message) {
    Problem problem = new Problem(line, message);
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  /** {@return what was noted, by line} */
  public List<Problem> found() {
    return found.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
  }

  /**
   * Tells everything that was noted.
   *
   * @throws IllegalArgumentException if there is anything; a paragraph for each problem, beginning
   *     with file and line
   */
  public void requireNone() {
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(
          found().stream().map(this::text).collect(Collectors.joining("\n")));
    }
  }

  private String text(Problem problem) {
    String way = problem.message().contains("\nMaybe ") ? "" : "\nMaybe see docs/command-line.md.";
    return file + ":" + problem.line() + ": " + problem.message() + way;
  }
}
