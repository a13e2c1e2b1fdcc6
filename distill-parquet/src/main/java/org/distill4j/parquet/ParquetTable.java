package org.distill4j.parquet;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.distill4j.core.data.ObjectRows;
import org.distill4j.core.data.TableReader;
import org.distill4j.core.data.TableSource;

/**
 * A table in a Parquet file, as pandas, Spark and DuckDB write it. Its cells mean the same as those
 * of {@link org.distill4j.core.data.CsvTable}:
 *
 * <ul>
 *   <li>Inputs are all columns but the class, in the order of the file, or those that are named.
 *       {@code __index_level_0__}, the row numbers that pandas writes, is left out unless it is
 *       named.
 *   <li>Numbers of every type, decimals and booleans are read exactly, then become float32. A date
 *       is its number of days since 1970, a time or timestamp the number that the file holds.
 *   <li>A list of numbers is as many columns, named {@code pixels[0]} and so on; lists of one
 *       length are wanted.
 *   <li>Null and NaN are missing values.
 * </ul>
 *
 * <p>The file is read row group by row group, and page by page; it is mapped, not loaded. It may be
 * compressed by Snappy, GZIP, Zstandard or LZ4. Messages count rows from 1.
 *
 * @param label the name of the column that holds the class; empty if there is none
 * @param classes the names of the classes, in the order of their numbers; empty if the column holds
 *     numbers
 * @param inputs the names of the columns that are inputs, in order; empty for all but the class
 * @param missing the number that stands for a missing value; empty if there may be none
 */
public record ParquetTable(
    String label, List<String> classes, List<String> inputs, OptionalDouble missing)
    implements TableSource {
  /** Takes copies. */
  public ParquetTable {
    classes = List.copyOf(classes);
    inputs = List.copyOf(inputs);
  }

  /**
   * Returns a table with classes by number.
   *
   * @param label the name of the column that holds the class; empty if there is none
   * @return the table
   */
  public static ParquetTable of(String label) {
    return new ParquetTable(label, List.of(), List.of(), OptionalDouble.empty());
  }

  /**
   * Returns this table with names in the column of the class.
   *
   * @param names the names, in the order of the classes' numbers
   * @return the changed table
   */
  public ParquetTable withClasses(String... names) {
    return new ParquetTable(label, List.of(names), inputs, missing);
  }

  /**
   * Returns this table with some of its columns as inputs.
   *
   * @param names the names of the columns, in the wanted order
   * @return the changed table
   */
  public ParquetTable withInputs(String... names) {
    return new ParquetTable(label, classes, List.of(names), missing);
  }

  /**
   * Returns this table with a number for missing inputs.
   *
   * @param value the number
   * @return the changed table
   */
  public ParquetTable withMissing(double value) {
    return new ParquetTable(label, classes, inputs, OptionalDouble.of(value));
  }

  @Override
  public TableReader open(Path file, List<String> columns) {
    return ObjectRows.of(file.toString(), label, columns, ParquetRows.open(file, label, columns));
  }
}
