package org.distill4j.core.data;

import java.nio.file.Path;
import java.util.List;

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

  /** {@return what stands before the decimals of a number, '.' or ','} */
  default char decimal() {
    return '.';
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @param inputs the names of the columns that are inputs; empty for all but the class and numbers
   *     of rows
   * @return its rows, before the first; their columns are the inputs in order, and last the class
   *     if there is one
   * @throws IllegalArgumentException if there is no such file, it is no table of this kind, or it
   *     lacks a column
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  TableReader open(Path file, List<String> inputs);
}
