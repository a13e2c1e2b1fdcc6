package org.distill4j.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.cli.console.Table;
import org.distill4j.cli.report.Figures;

/** Numbers of several networks side by side. */
final class ResultTable {
  private ResultTable() {}

  static Table of(Map<String, Map<String, Double>> columns) {
    List<String> heading = new ArrayList<>(List.of(""));
    heading.addAll(columns.keySet());
    Table table = new Table(heading.toArray(String[]::new));
    Set<String> names = new LinkedHashSet<>();
    columns.values().forEach(numbers -> names.addAll(numbers.keySet()));
    for (String name : names) {
      List<String> row = new ArrayList<>(List.of(name));
      columns
          .values()
          .forEach(numbers -> row.add(Figures.text(numbers.getOrDefault(name, Double.NaN))));
      table.row(row.toArray(String[]::new));
    }
    return table;
  }
}
