package org.distill4j.core.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import org.distill4j.core.file.Brief;

/**
 * What the text of a table's cell means.
 *
 * @param file the table, for messages
 * @param label the name of the class's column
 * @param classes the names of the classes; empty if they are numbers
 * @param missing the number that stands for a missing value; empty if there may be none
 * @param decimal what stands before the decimals, '.' or ','
 */
record CellRules(
    String file, String label, List<String> classes, OptionalDouble missing, char decimal) {
  private static final int UNKNOWN = -1;
  private static final Set<String> MISSING =
      Set.of("", "na", "n/a", "nan", "null", "none", "?", "<na>", "#n/a");

  static CellRules of(TableSource source, Path file, OptionalDouble missing) {
    return new CellRules(
        file.toString(), source.label(), source.classes(), missing, source.decimal());
  }

  static boolean isMissing(String cell) {
    return cell.length() <= 4 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
  }

  /** The number of a cell that may be missing. */
  float number(long line, String column, String text) {
    return isMissing(text.strip())
        ? (float) missing.orElseThrow(() -> noValue(line, column, text))
        : (float) value(line, column, text);
  }

  /** The number of a cell that becomes a label. */
  float label(long line, String column, String text) {
    if (isMissing(text.strip())) {
      throw refuse(
          line,
          "\"" + Brief.of(column) + "\" is \"" + text + "\", a missing label",
          "a finite number",
          "leave the line out, or write -1 where one of several labels is unknown");
    }
    return (float) value(line, column, text);
  }

  /** The number of a cell that is there, finite as a float too. */
  double value(long line, String column, String text) {
    String cell = text.strip();
    double value = parse(decimal == ',' ? cell.replace(',', '.') : cell);
    if (Float.isFinite((float) value)) {
      return value;
    }
    boolean comma = cell.matches("[-+]?\\d+,\\d+");
    throw refuse(
        line,
        "\"" + Brief.of(column) + "\" is \"" + Brief.of(text) + "\"",
        "a finite number",
        comma
            ? "write " + cell.replace(',', '.') + ", or say that decimals follow a comma"
            : "the column is of names; say that it has categories, or name the columns that are"
                + " inputs");
  }

  IllegalArgumentException noValue(long line, String column, String text) {
    return refuse(
        line,
        "\"" + Brief.of(column) + "\" is \"" + text + "\", a missing value",
        "a finite number",
        "give the number that stands for missing values, or leave the line out");
  }

  /** The number of a text; NaN if it is none, as "1f" and "0x1p3" are none either. */
  private static double parse(String cell) {
    if (cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false")) {
      return cell.equalsIgnoreCase("true") ? 1 : 0;
    }
    char last = cell.charAt(cell.length() - 1);
    boolean plain = Character.isDigit(last) || last == '.';
    try {
      return plain && cell.indexOf('x') < 0 && cell.indexOf('X') < 0
          ? Double.parseDouble(cell)
          : Double.NaN;
    } catch (NumberFormatException other) {
      return Double.NaN;
    }
  }

  int target(long line, String text) {
    String cell = text.strip();
    int named = classes.indexOf(cell);
    if (named >= 0 || isMissing(cell)) {
      return named >= 0 ? named : UNKNOWN;
    }
    double value = classes.isEmpty() ? parse(cell) : Double.NaN;
    if (value >= UNKNOWN && value == (int) value && value < 1 << 24) {
      return (int) value;
    }
    String wayOut =
        !classes.isEmpty()
            ? "it is another class, or is spelt in another way"
            : value < 0
                ? "it means no label, which is -1 here, or an empty cell"
                : "give the names of the classes in the order of their numbers";
    throw refuse(
        line,
        "\"" + Brief.of(label) + "\" is \"" + Brief.of(text) + "\"",
        classes.isEmpty() ? "the number of a class, or -1" : "one of " + Brief.of(classes),
        wayOut);
  }

  IllegalArgumentException refuse(long line, String what, String expected, String wayOut) {
    return refuse(file, line, what, expected, wayOut);
  }

  static IllegalArgumentException refuse(
      String file, long line, String what, String expected, String wayOut) {
    return new IllegalArgumentException(
        file + ":" + line + ": " + what + ", expected " + expected + ".\nMaybe " + wayOut + ".");
  }
}
