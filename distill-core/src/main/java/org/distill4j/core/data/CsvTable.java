package org.distill4j.core.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * A table in a text file: a heading, then an example on each line, one column of which may be its
 * class.
 *
 * @param separator what stands between cells, ',' or '\t' say
 * @param label the name of the column that holds the class; empty if there is none
 * @param classes the names of the classes, in the order of their numbers; empty if the column holds
 *     numbers
 */
public record CsvTable(char separator, String label, List<String> classes) {
  private static final int UNKNOWN = -1;

  /**
   * Takes a copy.
   *
   * @param separator what stands between cells
   * @param label the column of the class
   * @param classes the names of the classes
   */
  public CsvTable {
    classes = List.copyOf(classes);
  }

  /**
   * A table with commas between cells, and classes by number.
   *
   * @param label the name of the column that holds the class
   * @return the table
   */
  public static CsvTable of(String label) {
    return new CsvTable(',', label, List.of());
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
    return new CsvTable('\t', label, classes);
  }

  /**
   * This table with another separator.
   *
   * @param other what stands between cells
   * @return the changed table
   */
  public CsvTable withSeparator(char other) {
    return new CsvTable(other, label, classes);
  }

  /**
   * This table with names in the column of the class.
   *
   * @param names the names, in the order of the classes' numbers
   * @return the changed table
   */
  public CsvTable withClasses(String... names) {
    return new CsvTable(separator, label, List.of(names));
  }

  /**
   * Reads a file in UTF-8. An empty cell in the column of the class means that it is unknown.
   *
   * @param file the file
   * @return a data set with inputs (columns) in the order of the heading
   * @throws IllegalArgumentException if there is no such file or column, a line has other columns,
   *     or a cell is no finite number or no known class; the message names file and line
   * @throws UncheckedIOException if it cannot be read
   */
  public InMemoryDataset read(Path file) {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().fieldSeparator(separator).ofNamedCsvRecord(file)) {
      Rows rows = new Rows(file);
      reader.forEach(rows::add);
      return rows.dataset();
    } catch (NoSuchFileException error) {
      throw new IllegalArgumentException(
          "There is no file " + file + ", expected a table.\nMaybe the path is misspelt.", error);
    } catch (CsvParseException error) {
      throw new IllegalArgumentException(
          file + " is no table: " + error.getMessage() + ".\nMaybe a quote is not closed.", error);
    } catch (IOException | UncheckedIOException error) {
      throw new UncheckedIOException(
          file + " could not be read: " + error.getMessage() + ".\nMaybe it is not UTF-8.",
          error instanceof IOException io ? io : ((UncheckedIOException) error).getCause());
    }
  }

  private final class Rows {
    private final Path file;
    private final List<float[]> inputs = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    Rows(Path file) {
      this.file = file;
    }

    void add(NamedCsvRecord row) {
      List<String> heading = row.getHeader();
      if (!label.isEmpty() && !heading.contains(label)) {
        throw refuse(
            1,
            "the heading has the columns " + heading,
            "one named \"" + label + "\"",
            "the separator is another");
      }
      if (row.getFieldCount() != heading.size()) {
        throw refuse(
            row.getStartingLineNumber(),
            "there are " + row.getFieldCount() + " cells",
            heading.size() + " as in the heading",
            "a cell with a separator in it lacks quotes");
      }
      List<Float> numbers = new ArrayList<>();
      int target = UNKNOWN;
      for (int i = 0; i < heading.size(); i++) {
        if (heading.get(i).equals(label)) {
          target = target(row.getStartingLineNumber(), row.getField(i));
        } else {
          numbers.add(number(row.getStartingLineNumber(), heading.get(i), row.getField(i)));
        }
      }
      float[] values = new float[numbers.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = numbers.get(i);
      }
      inputs.add(values);
      labels.add(target);
    }

    private float number(long line, String column, String cell) {
      try {
        float value = Float.parseFloat(cell.strip());
        if (Float.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException other) {
        // Told below, as what is not finite.
      }
      throw refuse(
          line,
          "\"" + column + "\" is \"" + cell + "\"",
          "a finite number",
          "a value is missing, or the column is of names");
    }

    private int target(long line, String cell) {
      String name = cell.strip();
      if (name.isEmpty()) {
        return UNKNOWN;
      }
      int place = classes.indexOf(name);
      if (place >= 0) {
        return place;
      }
      if (classes.isEmpty() && name.matches("-1|\\d{1,9}")) {
        return Integer.parseInt(name);
      }
      throw refuse(
          line,
          "\"" + label + "\" is \"" + cell + "\"",
          classes.isEmpty() ? "the number of a class" : "one of " + classes,
          "give the names of the classes in the order of their numbers");
    }

    private IllegalArgumentException refuse(
        long line, String what, String expected, String wayOut) {
      return new IllegalArgumentException(
          file + ":" + line + ": " + what + ", expected " + expected + ".\nMaybe " + wayOut + ".");
    }

    InMemoryDataset dataset() {
      if (inputs.isEmpty() || inputs.get(0).length == 0) {
        throw refuse(
            1, "there are no examples", "a heading and lines of numbers", "the file is empty");
      }
      HostTensor all =
          HostTensor.allocate(DType.FLOAT32, Shape.of(inputs.size(), inputs.get(0).length));
      FloatBuffer values = all.floats();
      inputs.forEach(values::put);
      int[] classNumbers = labels.stream().mapToInt(Integer::intValue).toArray();
      return InMemoryDataset.of(
          all, HostTensor.ofInts(Shape.of(classNumbers.length), classNumbers));
    }
  }
}
