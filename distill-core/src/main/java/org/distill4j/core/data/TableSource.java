package org.distill4j.core.data;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A kind of file that holds a table: columns with names, and rows of cells. {@link CsvTable} and
 * {@link JsonLines} are two; their cells mean the same.
 */
public interface TableSource {
  /** {@return the name of the column that holds the class; empty if there is none} */
  String label();

  /**
   * {@return the names of the classes, in the order of their numbers; empty if the column holds
   * numbers}
   */
  List<String> classes();

  /** {@return the names of the columns that are inputs, in order; empty for all but the class} */
  List<String> inputs();

  /** {@return the number that stands for a missing value; empty if none may be missing} */
  OptionalDouble missing();

  /** {@return the decimal separator, '.' or ','} */
  default char decimal() {
    return '.';
  }

  /**
   * Reads a file whose inputs are all numbers. Those that take more than a quarter of the heap lie
   * in a temporary file, not on the heap, and may be larger than 2 GiB.
   *
   * @param file the file
   * @return a data set with inputs (columns), in order
   * @throws IllegalArgumentException if there is no such file or column, a row has other columns,
   *     or a cell is no finite number or no known class; the message names file and line
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  default InMemoryDataset read(Path file) {
    return read(file, new String[0]);
  }

  /**
   * Reads a file as {@link #read(Path)} does, with columns that {@link LabelColumns} then uses as
   * labels. They follow the inputs where those are named. What stands for missing inputs does not
   * stand for a missing label, which is refused.
   *
   * @param file the file
   * @param labels the names of the columns that become labels
   * @return a data set with inputs (columns), the labels among them
   * @throws IllegalArgumentException as {@link #read(Path)}, and if a label is missing
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  default InMemoryDataset read(Path file, String... labels) {
    List<String> columns =
        inputs().isEmpty()
            ? List.of()
            : Stream.concat(inputs().stream(), Stream.of(labels)).distinct().toList();
    return new TableFile(this, file)
        .numbers(columns, Set.copyOf(List.of(labels)), missing(), ReadLimits.usual());
  }

  /**
   * Finds the classes of a file whose column of the class holds names.
   *
   * @param file the file
   * @return the names in alphabetical order, for {@code withClasses}; none if the first class is a
   *     number, or there is no such column in this description
   * @throws IllegalArgumentException if there is no such file or column, it is no table of this
   *     kind, or there are more than 100,000 names
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  default String[] classesIn(Path file) {
    return label().isEmpty() ? new String[0] : new TableFile(this, file).classNames();
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @param columns the names of the columns that are inputs; empty for all but the class and
   *     numbers of rows
   * @return its rows, before the first; their columns are the inputs in order, and last the class
   *     if there is one
   * @throws IllegalArgumentException if there is no such file, it is no table of this kind, or it
   *     lacks a column
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  TableReader open(Path file, List<String> columns);
}
