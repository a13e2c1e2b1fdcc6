package org.distill4j.core.data;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.cell.ShortText;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.student.ColumnsEncoding;
import org.distill4j.tensor.HostTensor;

/**
 * The encoding of a table's columns as the input of a model, as {@link TableColumns} learned it on
 * training data. It belongs to the student like its weights: {@link #write} keeps it beside them,
 * and what serves the student encodes by it.
 *
 * <p>An input is one FLOAT32 vector: first the numbers, scaled, each with its indicator if missing
 * numbers are indicated; then, for each column of categories, a one at its category and zeros
 * elsewhere. {@link org.distill4j.core.layer.CategoryEmbeddings} makes dense vectors of the latter.
 * {@link TableInputs} says how a model gets numbers and categories as inputs of their own instead.
 *
 * @param columns the columns, those of numbers first
 */
public record TableEncoding(List<ColumnEncoding> columns) {

  /**
   * Takes a copy and checks the columns.
   *
   * @throws IllegalArgumentException if there are none, one comes twice, or numbers come after
   *     categories
   */
  public TableEncoding {
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    boolean categories = false;
    for (ColumnEncoding column : columns) {
      boolean numeric = column instanceof ColumnEncoding.Numeric;
      if (!names.add(column.name()) || (numeric && categories)) {
        throw unusable(columns, "each once, and numbers before categories");
      }
      categories |= !numeric;
    }
    if (columns.isEmpty()) {
      throw unusable(columns, "at least one");
    }
  }

  private static IllegalArgumentException unusable(List<ColumnEncoding> columns, String expected) {
    return new IllegalArgumentException(
        "A table is encoded by the columns "
            + ShortText.shorten(columns.stream().map(ColumnEncoding::name).toList())
            + ", expected "
            + expected
            + ".\nMaybe learn the encoding by TableColumns.learn.");
  }

  /** {@return the number of values of an input} */
  public int width() {
    return valueNames().size();
  }

  /** {@return the number of values that are not of categories; they come first} */
  public int numbers() {
    return columns.stream()
        .filter(ColumnEncoding.Numeric.class::isInstance)
        .mapToInt(column -> column.values().size())
        .sum();
  }

  /** {@return the number of categories of each such column, all other texts included} */
  public int[] categories() {
    return columns.stream()
        .filter(ColumnEncoding.Categorical.class::isInstance)
        .mapToInt(column -> column.values().size())
        .toArray();
  }

  /** {@return the names of an input's values, in order} */
  public List<String> valueNames() {
    return columns.stream().flatMap(column -> column.values().stream()).toList();
  }

  List<String> names() {
    return columns.stream().map(ColumnEncoding::name).toList();
  }

  /**
   * Reads a table. Numbers that take more than a quarter of the heap lie in a temporary file.
   *
   * @param source what kind of table it is
   * @param file the file
   * @return the rows
   * @throws IllegalArgumentException if there is no such file or column, or a cell is no finite
   *     number or no known class; the message names file, line and column
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public EncodedTable encode(TableSource source, Path file) {
    return EncodedTable.read(new TableFile(source, file), this);
  }

  /**
   * Encodes rows as a service gets them.
   *
   * @param rows for each example the texts of its cells by the name of the column; numbers have a
   *     decimal point, and "" is missing
   * @return the inputs, FLOAT32 (rows, {@link #width})
   * @throws IllegalArgumentException if there is no row, one lacks a column, or a cell is no finite
   *     number; the message names row and column
   */
  public HostTensor encode(List<Map<String, String>> rows) {
    return inputEncoding().encode(rows);
  }

  /**
   * Encodes rows as a service gets them, for a model of any form of inputs.
   *
   * @param rows as {@link #encode(List)} takes them
   * @param form how the model is given them
   * @return the inputs by name
   * @throws IllegalArgumentException if there is no row, one lacks a column, or a cell is no finite
   *     number; the message names row and column
   */
  public Map<String, HostTensor> encode(List<Map<String, String>> rows, TableInputs form) {
    HostTensor vectors = encode(rows);
    return form == TableInputs.VECTOR
        ? Map.of(Inputs.INPUT, vectors)
        : EncodedRows.of(this, form).inputs(HostAllocator.fresh(), vectors);
  }

  /** {@return the same for a service, in a student file} */
  public ColumnsEncoding inputEncoding() {
    return new ColumnsEncoding(columns.stream().map(ColumnEncoding::inputEncoding).toList());
  }

  /**
   * Returns the file for the encoding of a student.
   *
   * @param weights the file of the student's weights, {@code student.safetensors}
   * @return {@code student.safetensors.columns.json}, beside it
   */
  public static Path beside(Path weights) {
    return weights.resolveSibling(weights.getFileName() + ".columns.json");
  }

  /**
   * Writes the encoding as JSON, atomically.
   *
   * @param file the file, replaced if it is there
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void write(Path file) {
    EncodingFile.write(this, file);
  }

  /**
   * Reads an encoding.
   *
   * @param file the file
   * @return the encoding
   * @throws IllegalArgumentException if there is no such file, or it holds no valid encoding
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static TableEncoding read(Path file) {
    return EncodingFile.read(file);
  }
}
