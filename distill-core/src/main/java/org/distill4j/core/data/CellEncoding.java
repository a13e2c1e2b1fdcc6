package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.distill4j.cell.CellText;
import org.distill4j.student.Column;

/** The representation of a column's cells as numbers. */
interface CellEncoding {
  /** Returns the names of the numbers of a cell. */
  List<String> names();

  /** Appends the numbers of a cell. */
  void put(CellRules rules, long line, String cell, FloatBuffer to);

  static CellEncoding of(ColumnEncoding column) {
    return column instanceof ColumnEncoding.Categorical names
        ? Numbered.of(names)
        : new Scaled((ColumnEncoding.Numeric) column);
  }

  /** Returns the text of a cell in the form that categories use. */
  static String category(String cell) {
    return CellText.category(cell);
  }

  /** A cell that is a number itself, of an input or of a label. */
  record Plain(String column, boolean isLabel) implements CellEncoding {
    @Override
    public List<String> names() {
      return List.of(column);
    }

    @Override
    public void put(CellRules rules, long line, String cell, FloatBuffer to) {
      to.put(isLabel ? rules.label(line, column, cell) : rules.number(line, column, cell));
    }
  }

  /** A number in units of the training data's deviation. */
  record Scaled(ColumnEncoding.Numeric column, Column.Scaled served) implements CellEncoding {
    Scaled(ColumnEncoding.Numeric column) {
      this(column, column.inputEncoding());
    }

    @Override
    public List<String> names() {
      return column.values();
    }

    @Override
    public void put(CellRules rules, long line, String cell, FloatBuffer to) {
      boolean absent = CellRules.isMissing(cell.strip());
      if (absent && column.missing() == MissingNumbers.REFUSED) {
        throw rules.noValue(line, column.name(), cell);
      }
      double value = absent ? column.mean() : rules.value(line, column.name(), cell);
      to.put(served.scale(value));
      if (column.missing() == MissingNumbers.INDICATED) {
        to.put(absent ? 1 : 0);
      }
    }
  }

  /** The number of a category. */
  record Numbered(String name, Map<String, Integer> numbers) implements CellEncoding {
    public Numbered {
      numbers = Map.copyOf(numbers);
    }

    static Numbered of(ColumnEncoding.Categorical column) {
      return new Numbered(column.name(), column.inputEncoding().numbers());
    }

    @Override
    public List<String> names() {
      return List.of(name);
    }

    @Override
    public void put(CellRules rules, long line, String cell, FloatBuffer to) {
      to.put(numbers.getOrDefault(category(cell), 0));
    }
  }
}
