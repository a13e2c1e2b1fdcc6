package org.distill4j.benchmarks.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table in Markdown, which is readable on a console too, and as JSON.
 *
 * @param title what it shows
 * @param columns the names of the columns
 * @param rows the cells: text, or numbers
 */
public record BenchmarkTable(String title, List<String> columns, List<List<Object>> rows) {
  /**
   * An empty table.
   *
   * @param title what it shows
   * @param columns the names of the columns
   * @return the table
   */
  public static BenchmarkTable of(String title, String... columns) {
    return new BenchmarkTable(title, List.of(columns), new ArrayList<>());
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column
   */
  public void add(Object... cells) {
    rows.add(List.of(cells));
  }

  /**
   * Adds the rows of a table with the same columns.
   *
   * @param other the other table
   */
  public void addAll(BenchmarkTable other) {
    rows.addAll(other.rows);
  }

  /** {@return the table in Markdown, with columns of even width} */
  public String markdown() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    rows.forEach(row -> lines.add(row.stream().map(BenchmarkTable::text).toList()));
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder result = new StringBuilder("**" + title + "**\n\n");
    result.append(line(columns, widths)).append(rule(widths));
    lines.subList(1, lines.size()).forEach(line -> result.append(line(line, widths)));
    return result.toString();
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String form = isNumeric(i) ? " %" + widths[i] + "s |" : " %-" + widths[i] + "s |";
      line.append(String.format(Locale.ROOT, form, cells.get(i)));
    }
    return line.append('\n').toString();
  }

  private String rule(int[] widths) {
    StringBuilder rule = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      rule.append("-".repeat(widths[i] + 1)).append(isNumeric(i) ? ":|" : "-|");
    }
    return rule.append('\n').toString();
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty() && rows.get(0).get(column) instanceof Number;
  }

  private static String text(Object cell) {
    if (cell instanceof Double number) {
      String form = Math.abs(number) >= 100 ? "%,.0f" : "%.2f";
      return String.format(Locale.ROOT, form, number);
    }
    return cell.toString();
  }

  /** {@return the rows as objects with a field for each column} */
  public List<Map<String, Object>> json() {
    return rows.stream()
        .map(
            row -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              for (int i = 0; i < columns.size(); i++) {
                fields.put(columns.get(i), row.get(i));
              }
              return fields;
            })
        .collect(Collectors.toList());
  }
}
