package org.distill4j.core.data;

import java.util.List;

/** The rows of an open table, one after the other. For one thread. */
public interface TableReader extends AutoCloseable {
  /** {@return the names of the columns, in order} */
  List<String> columns();

  /**
   * Goes to the next row.
   *
   * @return whether there is one
   * @throws IllegalArgumentException if it is no row of this table; the message names file and line
   */
  boolean next();

  /** {@return the position of the row in the file, for example a line, for messages} */
  long line();

  /**
   * Returns a cell of the row.
   *
   * @param column the column's index
   * @return its text; empty if it is missing
   */
  String cell(int column);

  @Override
  void close();
}
