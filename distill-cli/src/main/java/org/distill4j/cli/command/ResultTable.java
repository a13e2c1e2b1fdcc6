package org.distill4j.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.cli.console.ConsoleTable;
import org.distill4j.cli.report.MetricFormat;

/** Numbers of several networks side by side. */
final class ResultTable {
  private ResultTable() {}

  static ConsoleTable create(Map<String, Map<String, Double>> columns) {
    List<String> heading = new ArrayList<>(List.of(""));
    heading.addAll(columns.keySet());
    ConsoleTable table = new ConsoleTable(heading.toArray(String[]::new));
    Set<String> names = new LinkedHashSet<>();
    columns.values().forEach(numbers -> names.addAll(numbers.keySet()));
    for (String name : names) {
      List<String> row = new ArrayList<>(List.of(MetricFormat.name(name)));
      columns.values().forEach(numbers -> row.add(MetricFormat.text(name, numbers)));
      table.row(row.toArray(String[]::new));
    }
    return table;
  }
}
