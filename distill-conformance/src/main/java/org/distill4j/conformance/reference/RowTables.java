package org.distill4j.conformance.reference;

import org.distill4j.tensor.Shape;

/** The primitives that choose rows by integer ids. */
final class RowTables {
  private RowTables() {}

  static double[] oneHot(DoubleArray ids, int depth, Shape shape) {
    double[] rows = DoubleArray.zeros(shape);
    for (int i = 0; i < ids.elements().length; i++) {
      int id = (int) ids.elements()[i];
      if (id >= 0 && id < depth) {
        rows[i * depth + id] = 1;
      }
    }
    return rows;
  }

  static double[] gather(DoubleArray table, DoubleArray ids, Shape shape) {
    int width = shape.dim(-1);
    double[] rows = DoubleArray.zeros(shape);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = table.elements()[place(ids, i, width)];
    }
    return rows;
  }

  static double[] scatterAdd(DoubleArray values, DoubleArray ids, Shape shape) {
    int width = shape.dim(-1);
    double[] table = DoubleArray.zeros(shape);
    for (int i = 0; i < values.elements().length; i++) {
      table[place(ids, i, width)] += values.elements()[i];
    }
    return table;
  }

  /** Returns the index in the table of a picked row's element. */
  private static int place(DoubleArray ids, int element, int width) {
    return ((int) ids.elements()[element / width]) * width + element % width;
  }
}
