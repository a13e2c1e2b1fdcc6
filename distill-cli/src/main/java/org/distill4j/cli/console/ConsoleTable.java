package org.distill4j.cli.console;

import java.util.ArrayList;
import java.util.List;

/** A table of plain text: quantities on the left, a column for each measured thing. */
public final class ConsoleTable {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table with its heading.
   *
   * @param heading the text above each column, the leftmost included
   */
  public ConsoleTable(String... heading) {
    rows.add(List.of(heading));
  }

  /**
   * Adds a row.
   *
   * @param cells a text for each column
   * @return this
   * @throws IllegalArgumentException if there are more or fewer texts than columns
   */
  public ConsoleTable row(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "A row of "
              + cells.length
              + " cells, expected "
              + rows.get(0).size()
              + ".\nMaybe a column is missing.");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The lines of the table, with a rule below the heading. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(line(row)));
    int width = lines.stream().mapToInt(String::length).max().orElse(0);
    lines.add(1, "-".repeat(width));
    return String.join(System.lineSeparator(), lines);
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder(String.format("%-" + width(0) + "s", row.get(0)));
    for (int column = 1; column < row.size(); column++) {
      line.append(GAP).append(String.format("%" + width(column) + "s", row.get(column)));
    }
    return line.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
