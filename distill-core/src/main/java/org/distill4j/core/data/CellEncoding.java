package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.List;

/** How the cells of a column are kept as numbers. */
interface CellEncoding {
  /** The names of the numbers of a cell. */
  List<String> names();

  /** Puts the numbers of a cell. */
  void put(CellRules rules, long line, String cell, FloatBuffer to);

  /** A cell that is a number itself. */
  record Plain(String column) implements CellEncoding {
    @Override
    public List<String> names() {
      return List.of(column);
    }

    @Override
    public void put(CellRules rules, long line, String cell, FloatBuffer to) {
      to.put(rules.number(line, column, cell));
    }
  }
}
