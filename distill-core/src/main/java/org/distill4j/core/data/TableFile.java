package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.distill4j.cell.CellText;
import org.distill4j.cell.ShortText;

/** A table in a file, and its description. */
record TableFile(TableSource source, Path file) {
  private static final int UNKNOWN = -1;
  private static final int MOST_CLASSES = 100_000;

  /**
   * Returns the numbers of a table that has no others.
   *
   * @param inputs the names of the inputs; empty for all columns but the class
   * @param labels the names of those that become labels, which may not be missing
   * @param missing the number that stands for a missing value; empty if there may be none
   * @param limits what the numbers may take
   */
  InMemoryDataset numbers(
      List<String> inputs, Set<String> labels, OptionalDouble missing, ReadLimits limits) {
    CellRules rules = CellRules.of(source, file, missing);
    try (TableReader reader = source.open(file, inputs)) {
      List<CellEncoding> plain =
          reader.columns().stream()
              .limit(width(reader))
              .<CellEncoding>map(name -> new CellEncoding.Plain(name, labels.contains(name)))
              .toList();
      return read(rules, reader, plain, limits);
    }
  }

  /** The cells of some columns as numbers. */
  InMemoryDataset encoded(List<String> inputs, List<CellEncoding> encodings, ReadLimits limits) {
    CellRules rules = CellRules.of(source, file, OptionalDouble.empty());
    try (TableReader reader = source.open(file, inputs)) {
      requireCells(rules, reader, inputs);
      return read(rules, reader, encodings, limits);
    }
  }

  /** The names in the column of the class, sorted; none if the first is a number. */
  String[] classNames() {
    SortedSet<String> names = new TreeSet<>();
    try (TableReader reader = source.open(file, List.of(source.label()))) {
      while (reader.next()) {
        String cell = reader.cell(0).strip();
        if (names.isEmpty() && !Double.isNaN(CellText.parse(cell))) {
          return new String[0];
        }
        if (!CellRules.isMissing(cell)) {
          names.add(cell);
        }
        if (names.size() > MOST_CLASSES) {
          throw CellRules.of(source, file, OptionalDouble.empty())
              .refuse(
                  reader.line(),
                  "\"" + ShortText.shorten(source.label()) + "\" has more than 100,000 names",
                  "classes",
                  "it is a column of texts, or an id");
        }
      }
    }
    return names.toArray(String[]::new);
  }

  private void requireCells(CellRules rules, TableReader reader, List<String> inputs) {
    List<String> found = reader.columns().subList(0, width(reader));
    if (!found.equals(inputs)) {
      throw rules.refuse(
          1,
          "the inputs "
              + ShortText.shorten(inputs)
              + " are the columns "
              + ShortText.shorten(found),
          "a value in each",
          "one is a list; name its values, as \"pixels[0]\"");
    }
  }

  /** The number of columns before that of the class. */
  int width(TableReader reader) {
    return reader.columns().size() - (source.label().isEmpty() ? 0 : 1);
  }

  private InMemoryDataset read(
      CellRules rules, TableReader reader, List<CellEncoding> encodings, ReadLimits limits) {
    List<String> names = encodings.stream().flatMap(each -> each.names().stream()).toList();
    int target = source.label().isEmpty() ? UNKNOWN : width(reader);
    try (TableRows rows = new TableRows(rules, names, limits)) {
      while (reader.next()) {
        long line = reader.line();
        FloatBuffer values =
            rows.next(target < 0 ? UNKNOWN : rules.target(line, reader.cell(target)));
        for (int i = 0; i < encodings.size(); i++) {
          encodings.get(i).put(rules, line, reader.cell(i), values);
        }
      }
      return rows.dataset();
    }
  }
}
