package org.distill4j.cell;

import java.util.Locale;
import java.util.Set;

/**
 * Reads numbers and categories in the texts of a table's cells.
 *
 * @param file the table, for messages
 * @param decimal what stands before the decimals, '.' or ','
 */
public record CellText(String file, char decimal) {
  private static final Set<String> MISSING =
      Set.of("", "na", "n/a", "nan", "null", "none", "?", "<na>", "#n/a");

  /**
   * Returns whether a text stands for a missing value.
   *
   * @param cell the text, without spaces around it
   * @return whether it does
   */
  public static boolean isMissing(String cell) {
    return cell.length() <= 4 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
  }

  /**
   * Returns a text in the form that categories use.
   *
   * @param cell the text
   * @return the text without spaces around it; "" if the value is missing
   */
  public static String category(String cell) {
    String text = cell.strip();
    return isMissing(text) ? "" : text;
  }

  /**
   * Reads the number of a present cell, finite as a float too.
   *
   * @param line the cell's line, for messages
   * @param column the name of its column
   * @param text the text
   * @return the number
   * @throws IllegalArgumentException if it is none
   */
  public double value(long line, String column, String text) {
    String cell = text.strip();
    double value = parse(decimal == ',' ? cell.replace(',', '.') : cell);
    if (Float.isFinite((float) value)) {
      return value;
    }
    boolean comma = cell.matches("[-+]?\\d+,\\d+");
    throw refuse(
        line,
        "\"" + ShortText.shorten(column) + "\" is \"" + ShortText.shorten(text) + "\"",
        "a finite number",
        comma
            ? "write " + cell.replace(',', '.') + ", or say that decimals follow a comma"
            : "the column is of names; say that it has categories, or name the columns that are"
                + " inputs");
  }

  /**
   * Reads a number.
   *
   * @param cell the text, without spaces around it
   * @return the number; NaN if it is none, as "1f" and "0x1p3" are none either
   */
  public static double parse(String cell) {
    if (cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false")) {
      return cell.equalsIgnoreCase("true") ? 1 : 0;
    }
    if (cell.isEmpty()) {
      return Double.NaN;
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

  /**
   * Returns an exception for a missing value that is required.
   *
   * @param line the cell's line
   * @param column the name of its column
   * @param text the text
   * @return the error
   */
  public IllegalArgumentException noValue(long line, String column, String text) {
    return refuse(
        line,
        "\"" + ShortText.shorten(column) + "\" is \"" + text + "\", a missing value",
        "a finite number",
        "give the number that stands for missing values, or leave the line out");
  }

  /**
   * Returns an exception for a line.
   *
   * @param line the line
   * @param what what was found
   * @param expected what was expected
   * @param wayOut what may help
   * @return the error
   */
  public IllegalArgumentException refuse(long line, String what, String expected, String wayOut) {
    return new IllegalArgumentException(
        file + ":" + line + ": " + what + ", expected " + expected + ".\nMaybe " + wayOut + ".");
  }
}
