package org.distill4j.core.data;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A table in a text file: a heading, then an example on each line, one column of which may be its
 * class. The rules of its cells:
 *
 * <ul>
 *   <li>Inputs are all columns but the class, in the order of the heading, or those that are named.
 *       A column without a name, or named "Unnamed: 0", is the row numbers that pandas writes, and
 *       is left out unless it is named.
 *   <li>A number is decimal, as 1, −0.5 or 1e-3; true and false are 1 and 0.
 *   <li>An empty cell and NA, N/A, NaN, null, None, ? are missing values. They are refused, unless
 *       a number is given that stands for them ({@link #withMissing}); in the column of the class
 *       they mean that it is unknown.
 *   <li>A class is a whole number (1 or 1.0), or one of the names that are given; −1 is unknown.
 *   <li>Spaces around names and cells do not count, nor do empty lines and byte-order marks. Lines
 *       end in CR, LF or both.
 * </ul>
 *
 * @param separator what stands between cells, ',' or '\t' say
 * @param label the name of the column that holds the class; empty if there is none
 * @param classes the names of the classes, in the order of their numbers; empty if the column holds
 *     numbers
 * @param inputs the names of the columns that are inputs, in order; empty for all but the class
 * @param missing the number that stands for a missing value; empty if there may be none
 * @param decimal what stands before the decimals of a number, '.' or ','
 */
public record CsvTable(
    char separator,
    String label,
    List<String> classes,
    List<String> inputs,
    OptionalDouble missing,
    char decimal)
    implements TableSource {
  /**
   * Takes copies.
   *
   * @throws IllegalArgumentException if the decimal sign is another, or the separator too
   */
  public CsvTable {
    classes = List.copyOf(classes);
    inputs = List.copyOf(inputs);
    if ((decimal != '.' && decimal != ',') || decimal == separator) {
      throw new IllegalArgumentException(
          "A table has the decimal sign '"
              + decimal
              + "' and the separator '"
              + separator
              + "', expected '.' or ',', and another separator.\nMaybe the separator is ';'.");
    }
  }

  /**
   * Returns a table with commas between cells, and classes by number.
   *
   * @param label the name of the column that holds the class
   * @return the table
   */
  public static CsvTable of(String label) {
    return new CsvTable(',', label, List.of(), List.of(), OptionalDouble.empty(), '.');
  }

  /**
   * Returns a table without classes: all labels are −1.
   *
   * @return the table
   */
  public static CsvTable unlabelled() {
    return of("");
  }

  /** {@return this table with tabulators between cells} */
  public CsvTable tabs() {
    return withSeparator('\t');
  }

  /**
   * Returns this table with another separator.
   *
   * @param other what stands between cells
   * @return the changed table
   */
  public CsvTable withSeparator(char other) {
    return new CsvTable(other, label, classes, inputs, missing, decimal);
  }

  /**
   * Returns this table with names in the column of the class.
   *
   * @param names the names, in the order of the classes' numbers
   * @return the changed table
   */
  public CsvTable withClasses(String... names) {
    return new CsvTable(separator, label, List.of(names), inputs, missing, decimal);
  }

  /**
   * Returns this table with some of its columns as inputs.
   *
   * @param names the names of the columns, in the wanted order
   * @return the changed table
   */
  public CsvTable withInputs(String... names) {
    return new CsvTable(separator, label, classes, List.of(names), missing, decimal);
  }

  /**
   * Returns this table with a number for missing inputs.
   *
   * @param value the number
   * @return the changed table
   */
  public CsvTable withMissing(double value) {
    return new CsvTable(separator, label, classes, inputs, OptionalDouble.of(value), decimal);
  }

  /**
   * Returns this table with decimals after a comma, and semicolons between cells unless it has
   * another separator than a comma.
   *
   * @return the changed table
   */
  public CsvTable decimalComma() {
    return new CsvTable(separator == ',' ? ';' : separator, label, classes, inputs, missing, ',');
  }

  /** Reads a table with a limit for the bytes of numbers on the heap. */
  InMemoryDataset read(Path file, ReadLimits limits) {
    return new TableFile(this, file).numbers(inputs, Set.of(), missing, limits);
  }

  @Override
  public TableReader open(Path file, List<String> columns) {
    return CsvRows.open(this, file, columns);
  }
}
