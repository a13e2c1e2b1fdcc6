package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the cells of a column are kept as numbers. */
interface CellEncoding {
  /** The names of the numbers of a cell. */
  List<String> names();

  /** Puts the numbers of a cell. */
  void put(CellRules rules, long line, String cell, FloatBuffer to);

  static CellEncoding of(ColumnEncoding column) {
    return column instanceof ColumnEncoding.Categorical names
        ? Numbered.of(names)
        : new Scaled((ColumnEncoding.Numeric) column);
  }

  /** The text of a cell as categories have it. */
  static String category(String cell) {
    String text = cell.strip();
    return CellRules.isMissing(text) ? "" : text;
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
  record Scaled(ColumnEncoding.Numeric column) implements CellEncoding {
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
      to.put((float) ((value - column.mean()) / column.deviation()));
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
      Map<String, Integer> numbers = new HashMap<>();
      column.categories().forEach(category -> numbers.put(category, numbers.size() + 1));
      return new Numbered(column.name(), numbers);
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
