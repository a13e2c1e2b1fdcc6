package org.distill4j.core.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.distill4j.cell.ShortText;

/** Learns the encoding of columns in one pass over a table. */
final class TableStatistics {
  private static final int MOST_TEXTS = 1 << 20;

  private final TableColumns wanted;
  private final CellRules rules;
  private final List<Column> columns = new ArrayList<>();

  /** The statistics of a column. */
  private interface Column {
    void add(long line, String cell);

    ColumnEncoding encoding();
  }

  TableStatistics(TableColumns wanted, CellRules rules, List<String> names) {
    this.wanted = wanted;
    this.rules = rules;
    wanted.categories().stream().filter(name -> !names.contains(name)).forEach(this::refuse);
    for (String name : names) {
      columns.add(wanted.categories().contains(name) ? new Texts(name) : new Numbers(name));
    }
  }

  private void refuse(String absent) {
    throw rules.refuse(
        1,
        "there is no column \"" + ShortText.shorten(absent) + "\"",
        "it, as it holds categories",
        "it is misspelt");
  }

  TableEncoding learn(TableReader reader, IntPredicate training) {
    for (int row = 0; reader.next(); row++) {
      if (training.test(row)) {
        for (int i = 0; i < columns.size(); i++) {
          columns.get(i).add(reader.line(), reader.cell(i));
        }
      }
    }
    List<ColumnEncoding> learned = columns.stream().map(Column::encoding).toList();
    List<ColumnEncoding> ordered =
        new ArrayList<>(learned.stream().filter(ColumnEncoding.Numeric.class::isInstance).toList());
    wanted
        .categories()
        .forEach(
            name ->
                learned.stream()
                    .filter(column -> column.name().equals(name))
                    .forEach(ordered::add));
    return new TableEncoding(ordered);
  }

  /** Mean and deviation, by Welford's (1962) method. */
  private final class Numbers implements Column {
    private final String name;
    private long count;
    private double mean;
    private double squares;

    Numbers(String name) {
      this.name = name;
    }

    @Override
    public void add(long line, String cell) {
      if (!CellRules.isMissing(cell.strip())) {
        double value = rules.value(line, name, cell);
        double before = value - mean;
        mean += before / ++count;
        squares += before * (value - mean);
      } else if (wanted.missing() == MissingNumbers.REFUSED) {
        throw rules.noValue(line, name, cell);
      }
    }

    @Override
    public ColumnEncoding encoding() {
      if (count == 0) {
        throw rules.refuse(
            1,
            "\"" + ShortText.shorten(name) + "\" has no number in the training data",
            "one at least",
            "it is another column, or leave it out");
      }
      double deviation = Math.sqrt(squares / count);
      return new ColumnEncoding.Numeric(
          name, mean, deviation > 0 ? deviation : 1, wanted.missing());
    }
  }

  /** The frequency of each text. */
  private final class Texts implements Column {
    private final String name;
    private final Map<String, Integer> counts = new HashMap<>();

    Texts(String name) {
      this.name = name;
    }

    @Override
    public void add(long line, String cell) {
      counts.merge(CellEncoding.category(cell), 1, Integer::sum);
      if (counts.size() > MOST_TEXTS) {
        throw rules.refuse(
            line,
            "\"" + ShortText.shorten(name) + "\" has more than " + MOST_TEXTS + " different texts",
            "categories",
            "it names the rows; leave it out");
      }
    }

    @Override
    public ColumnEncoding encoding() {
      Comparator<Map.Entry<String, Integer>> frequent =
          Map.Entry.<String, Integer>comparingByValue().reversed();
      return new ColumnEncoding.Categorical(
          name,
          counts.entrySet().stream()
              .filter(entry -> entry.getValue() >= wanted.least())
              .sorted(frequent.thenComparing(Map.Entry.comparingByKey()))
              .limit(wanted.most())
              .map(Map.Entry::getKey)
              .toList());
    }
  }
}
