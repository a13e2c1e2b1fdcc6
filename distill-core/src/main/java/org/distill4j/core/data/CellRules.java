package org.distill4j.core.data;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.distill4j.cell.CellText;
import org.distill4j.cell.ShortText;

/**
 * The meaning of the text of a table's cell.
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

  static CellRules of(TableSource source, Path file, OptionalDouble missing) {
    return new CellRules(
        file.toString(), source.label(), source.classes(), missing, source.decimal());
  }

  static boolean isMissing(String cell) {
    return CellText.isMissing(cell);
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
          "\"" + ShortText.shorten(column) + "\" is \"" + text + "\", a missing label",
          "a finite number",
          "leave the line out, or write -1 where one of several labels is unknown");
    }
    return (float) value(line, column, text);
  }

  /** Returns the number of a present cell, finite as a float too. */
  double value(long line, String column, String text) {
    return text().value(line, column, text);
  }

  private CellText text() {
    return new CellText(file, decimal);
  }

  IllegalArgumentException noValue(long line, String column, String text) {
    return text().noValue(line, column, text);
  }

  int target(long line, String text) {
    String cell = text.strip();
    int named = classes.indexOf(cell);
    if (named >= 0 || isMissing(cell)) {
      return named >= 0 ? named : UNKNOWN;
    }
    double value = classes.isEmpty() ? CellText.parse(cell) : Double.NaN;
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
        "\"" + ShortText.shorten(label) + "\" is \"" + ShortText.shorten(text) + "\"",
        classes.isEmpty() ? "the number of a class, or -1" : "one of " + ShortText.shorten(classes),
        wayOut);
  }

  IllegalArgumentException refuse(long line, String what, String expected, String wayOut) {
    return refuse(file, line, what, expected, wayOut);
  }

  static IllegalArgumentException refuse(
      String file, long line, String what, String expected, String wayOut) {
    return new CellText(file, '.').refuse(line, what, expected, wayOut);
  }
}
