package org.distill4j.conformance;

import java.util.List;
import java.util.stream.Stream;

/**
 * A kind of primitive and its rows in the table. Its values are rule OP-n, its gradients rule
 * GRAD-n.
 *
 * @param number n
 * @param what what is tried, as the subject of a sentence
 * @param rows the rows
 */
record OpTable(int number, String what, List<OpCase> rows) {
  OpTable {
    rows = List.copyOf(rows);
  }

  static OpTable of(int number, String what, Stream<OpCase> rows) {
    return new OpTable(number, what, rows.toList());
  }

  /** Returns the whole table. */
  static List<OpTable> all() {
    return Stream.of(
            ElementwiseRows.tables(),
            ReductionRows.tables(),
            MoveRows.tables(),
            MatrixRows.tables(),
            ImageRows.tables())
        .flatMap(List::stream)
        .toList();
  }

  Rule values() {
    List<Rule.Case> cases =
        rows.stream().map(row -> new Rule.Case(row.name(), row::checkValue)).toList();
    return new Rule(id("OP"), what + " give the oracle's values", cases);
  }

  Rule gradients() {
    List<Rule.Case> cases =
        rows.stream()
            .filter(OpCase::hasGradient)
            .map(row -> new Rule.Case(row.name(), row::checkGradient))
            .toList();
    return new Rule(id("GRAD"), what + " give the oracle's gradients", cases);
  }

  boolean hasGradients() {
    return rows.stream().anyMatch(OpCase::hasGradient);
  }

  private String id(String section) {
    return String.format("%s-%02d", section, number);
  }
}
