package org.distill4j.student;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.distill4j.cell.CellText;
import org.distill4j.cell.ShortText;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * The columns of a table as one vector, the values of each column in order.
 *
 * @param columns the columns
 */
public record ColumnsEncoding(List<Column> columns) implements InputEncoding {
  private static final CellText CELLS = new CellText("row", '.');

  /** Takes a copy. */
  public ColumnsEncoding {
    columns = List.copyOf(columns);
  }

  /** {@return the number of values of an input} */
  public int width() {
    return columns.stream().mapToInt(Column::width).sum();
  }

  /**
   * Encodes rows.
   *
   * @param rows for each example the texts of its cells by the name of the column; numbers have a
   *     decimal point, and "" is missing
   * @return the inputs, FLOAT32 (rows, {@link #width})
   * @throws IllegalArgumentException if there is no row, one lacks a column, or a cell is no finite
   *     number; the message names row and column
   */
  public HostTensor encode(List<Map<String, String>> rows) {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "There are no rows, expected at least one.\nMaybe a list stayed empty.");
    }
    HostTensor inputs = HostTensor.allocate(DType.FLOAT32, Shape.of(rows.size(), width()));
    FloatBuffer target = inputs.floats();
    for (int row = 0; row < rows.size(); row++) {
      for (Column column : columns) {
        put(row, cell(row, rows.get(row), column), column, target);
      }
    }
    return inputs;
  }

  private static String cell(int row, Map<String, String> cells, Column column) {
    String cell = cells.get(column.name());
    if (cell == null) {
      throw CELLS.refuse(
          row,
          "there is no \"" + ShortText.shorten(column.name()) + "\"",
          "it among " + ShortText.shorten(List.copyOf(cells.keySet())),
          "it is misspelt; a missing value is \"\"");
    }
    return cell;
  }

  private static void put(int row, String cell, Column column, FloatBuffer to) {
    if (column instanceof Column.Scaled numbers) {
      put(row, cell, numbers, to);
    } else if (column instanceof Column.OneOf categories) {
      int number = categories.names().indexOf(CellText.category(cell)) + 1;
      for (int each = 0; each < categories.width(); each++) {
        to.put(each == number ? 1 : 0);
      }
    }
  }

  private static void put(int row, String cell, Column.Scaled column, FloatBuffer to) {
    boolean absent = CellText.isMissing(cell.strip());
    if (absent && column.missing() == Column.Missing.REFUSED) {
      throw CELLS.noValue(row, column.name(), cell);
    }
    to.put(column.scale(absent ? column.mean() : CELLS.value(row, column.name(), cell)));
    if (column.missing() == Column.Missing.INDICATED) {
      to.put(absent ? 1 : 0);
    }
  }
}
