package org.distill4j.core.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A summary as aligned text. */
final class SummaryTable {
  private static final String GAP = "  ";
  private static final int FIRST_NUMBER = 3;

  private SummaryTable() {}

  static String format(ModelSummary summary) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Layer", "Kind", "Output", "Parameters", "FLOPs"));
    summary.inputs().forEach((name, spec) -> rows.add(List.of(name, "", spec.toString(), "", "")));
    summary.layers().forEach(layer -> rows.add(row(layer)));
    long inLayers = summary.layers().stream().mapToLong(LayerSummary::flops).sum();
    long parametersInLayers = summary.layers().stream().mapToLong(LayerSummary::parameters).sum();
    if (inLayers != summary.flops() || parametersInLayers != summary.parameters()) {
      rows.add(
          row(
              "outside of layers",
              summary.parameters() - parametersInLayers,
              summary.flops() - inLayers));
    }
    List<String> totals = row("total", summary.parameters(), summary.flops());
    return text(rows, totals) + (summary.states() == 0 ? "" : states(summary.states()));
  }

  private static List<String> row(LayerSummary layer) {
    return List.of(
        layer.path(),
        layer.kind(),
        layer.output().toString(),
        number(layer.parameters()),
        number(layer.flops()));
  }

  private static List<String> row(String name, long parameters, long flops) {
    return List.of(name, "", "", number(parameters), number(flops));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String states(long count) {
    return "\nand " + number(count) + " values of state that are kept but not trained";
  }

  private static String text(List<List<String>> rows, List<String> totals) {
    List<List<String>> all = new ArrayList<>(rows);
    all.add(totals);
    int[] widths = widths(all);
    List<String> lines = all.stream().map(row -> line(row, widths)).collect(Collectors.toList());
    int width = lines.stream().mapToInt(String::length).max().orElse(0);
    lines.add(1, "-".repeat(width));
    lines.add(lines.size() - 1, "-".repeat(width));
    return String.join("\n", lines);
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  /** Aligns words at their beginning and numbers at their end. */
  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String space = " ".repeat(widths[i] - cell.length());
      line.append(i == 0 ? "" : GAP).append(i < FIRST_NUMBER ? cell + space : space + cell);
    }
    return line.toString().stripTrailing();
  }
}
