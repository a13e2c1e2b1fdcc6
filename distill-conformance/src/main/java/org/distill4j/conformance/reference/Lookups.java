package org.distill4j.conformance.reference;

import org.distill4j.tensor.Shape;

/** The primitives that read integer ids. */
final class Lookups {
  private Lookups() {}

  static Value oneHot(Tape tape, Shape shape, int depth, Value ids) {
    double[] rows = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < ids.elements().length; i++) {
      int id = (int) ids.elements()[i];
      if (id >= 0 && id < depth) {
        rows[i * depth + id] = 1;
      }
    }
    return tape.record(shape, rows);
  }

  static Value gatherRows(Tape tape, Shape shape, Value table, Value ids) {
    int width = table.shape().dim(1);
    int[] place = new int[Math.toIntExact(shape.size())];
    for (int i = 0; i < place.length; i++) {
      int id = (int) ids.elements()[i / width];
      place[i] = id * width + i % width;
    }
    return Moves.move(tape, shape, place, table);
  }
}
