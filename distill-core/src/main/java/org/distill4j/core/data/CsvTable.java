package org.distill4j.core.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

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
    char decimal) {
  private static final String INDEX = "|Unnamed: \\d+";
  private static final int UNKNOWN = -1;

  /**
   * Takes copies.
   *
   * @param separator what stands between cells
   * @param label the column of the class
   * @param classes the names of the classes
   * @param inputs the columns of the inputs
   * @param missing what stands for a missing value
   * @param decimal what stands before decimals
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
   * A table with commas between cells, and classes by number.
   *
   * @param label the name of the column that holds the class
   * @return the table
   */
  public static CsvTable of(String label) {
    return new CsvTable(',', label, List.of(), List.of(), OptionalDouble.empty(), '.');
  }

  /**
   * A table without classes: all labels are −1.
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
   * This table with another separator.
   *
   * @param other what stands between cells
   * @return the changed table
   */
  public CsvTable withSeparator(char other) {
    return new CsvTable(other, label, classes, inputs, missing, decimal);
  }

  /**
   * This table with names in the column of the class.
   *
   * @param names the names, in the order of the classes' numbers
   * @return the changed table
   */
  public CsvTable withClasses(String... names) {
    return new CsvTable(separator, label, List.of(names), inputs, missing, decimal);
  }

  /**
   * This table with some of its columns as inputs.
   *
   * @param names the names of the columns, in the wanted order
   * @return the changed table
   */
  public CsvTable withInputs(String... names) {
    return new CsvTable(separator, label, classes, List.of(names), missing, decimal);
  }

  /**
   * This table with a number for missing inputs.
   *
   * @param value the number
   * @return the changed table
   */
  public CsvTable withMissing(double value) {
    return new CsvTable(separator, label, classes, inputs, OptionalDouble.of(value), decimal);
  }

  /**
   * This table with decimals after a comma, and semicolons between cells unless it has another
   * separator than a comma.
   *
   * @return the changed table
   */
  public CsvTable decimalComma() {
    return new CsvTable(separator == ',' ? ';' : separator, label, classes, inputs, missing, ',');
  }

  /**
   * Reads a file in UTF-8. Numbers that take more than a quarter of the heap lie in a temporary
   * file, not on the heap; a table takes at most 2 GiB.
   *
   * @param file the file
   * @return a data set with inputs (columns) in the order of the heading
   * @throws IllegalArgumentException if there is no such file or column, a line has other columns,
   *     or a cell is no finite number or no known class; the message names file and line
   * @throws UncheckedIOException if it cannot be read
   */
  public InMemoryDataset read(Path file) {
    return read(file, TableRows.budget());
  }

  /** Reads with at most so many bytes of numbers on the heap. */
  InMemoryDataset read(Path file, long budget) {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .detectBomHeader(true)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(file)) {
      return new Reading(file, reader.iterator()).dataset(budget);
    } catch (NoSuchFileException error) {
      throw new IllegalArgumentException(
          "There is no file " + file + ", expected a table.\nMaybe the path is misspelt.", error);
    } catch (CsvParseException error) {
      throw new IllegalArgumentException(
          file + " is no table: " + error.getMessage() + "\nMaybe a quote is not closed.", error);
    } catch (IOException | UncheckedIOException error) {
      throw new UncheckedIOException(
          file + " could not be read: " + error.getMessage() + ".\nMaybe it is not UTF-8.",
          error instanceof IOException io ? io : ((UncheckedIOException) error).getCause());
    }
  }

  private final class Reading {
    private final CellRules rules;
    private final Iterator<CsvRecord> records;

    Reading(Path file, Iterator<CsvRecord> records) {
      this.rules = new CellRules(file.toString(), label, classes, missing, decimal);
      this.records = records;
    }

    InMemoryDataset dataset(long budget) {
      List<String> heading =
          records.hasNext()
              ? records.next().getFields().stream().map(String::strip).toList()
              : List.of();
      requireOnce(heading);
      List<String> columns = inputs.isEmpty() ? all(heading) : inputs;
      int[] places = columns.stream().mapToInt(name -> place(heading, name)).toArray();
      int target = label.isEmpty() ? UNKNOWN : place(heading, label);
      try (TableRows rows = new TableRows(rules, columns, budget)) {
        while (records.hasNext()) {
          add(rows, records.next(), heading.size(), target, places);
        }
        return rows.dataset();
      }
    }

    private void add(TableRows rows, CsvRecord row, int cells, int target, int... places) {
      long line = row.getStartingLineNumber();
      if (row.getFieldCount() != cells) {
        throw rules.refuse(
            line,
            "there are " + row.getFieldCount() + " cells",
            cells + " as in the heading",
            "a cell with a separator in it lacks quotes, or the line was cut off");
      }
      FloatBuffer values =
          rows.next(target < 0 ? UNKNOWN : rules.target(line, row.getField(target)));
      for (int i = 0; i < places.length; i++) {
        values.put(rules.number(line, rows.columns().get(i), row.getField(places[i])));
      }
    }

    private List<String> all(List<String> heading) {
      return heading.stream().filter(name -> !name.matches(INDEX) && !name.equals(label)).toList();
    }

    private void requireOnce(List<String> heading) {
      List<String> seen = new ArrayList<>();
      for (String name : heading) {
        if (seen.contains(name) && !name.isEmpty()) {
          throw rules.refuse(
              1,
              "the heading has \"" + Brief.of(name) + "\" twice",
              "each column once",
              "rename one");
        }
        seen.add(name);
      }
    }

    private int place(List<String> heading, String name) {
      int place = heading.indexOf(name);
      if (place < 0) {
        throw rules.refuse(
            1,
            "the heading has the columns " + Brief.of(heading),
            "one named \"" + Brief.of(name) + "\"",
            separatorOf(heading, name)
                .map(other -> "the separator is '" + other + "'")
                .orElse("it is misspelt, or the file has no heading"));
      }
      return place;
    }

    /** The separator with which the heading would have the column. */
    private Optional<String> separatorOf(List<String> heading, String name) {
      String line = String.join(String.valueOf(separator), heading);
      for (String other : List.of(",", ";", "\t", "|", " ")) {
        for (String part : line.split(Pattern.quote(other), -1)) {
          if (part.strip().equals(name)) {
            return Optional.of(other.equals("\t") ? "\\t" : other);
          }
        }
      }
      return Optional.empty();
    }
  }
}
