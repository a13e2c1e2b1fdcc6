package org.distill4j.examples.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.cli.console.Table;

/** What was measured of each model, seed by seed. */
public final class Trials {
  private static final String NONE = "-";

  private final List<Measure> measures;
  private final List<Trial> trials = new ArrayList<>();

  private record Trial(String model, long seed, Map<String, Double> values) {
    double value(Measure measure) {
      return values.getOrDefault(measure.name(), Double.NaN);
    }
  }

  /**
   * An empty study.
   *
   * @param measures the columns of its table
   */
  public Trials(Measure... measures) {
    this.measures = List.of(measures);
  }

  /**
   * Adds a model that was measured.
   *
   * @param model what it is; models of one name and several seeds share a row
   * @param seed the seed it was trained from
   * @param values the numbers by the measures' names; one that is absent or NaN is left out
   */
  public void add(String model, long seed, Map<String, Double> values) {
    trials.add(new Trial(model, seed, Map.copyOf(values)));
  }

  /**
   * The values of one cell of the table, seed by seed.
   *
   * @param model the row
   * @param measure the column
   * @return the values in the order in which they were added, without NaN
   */
  public List<Double> values(String model, Measure measure) {
    return trials.stream()
        .filter(trial -> trial.model().equals(model))
        .map(trial -> trial.value(measure))
        .filter(value -> !value.isNaN())
        .toList();
  }

  /** {@return a row for each model: means and standard deviations over the seeds} */
  public String table() {
    Table table = new Table(row("", measures.stream().map(Measure::title)));
    trials.stream()
        .map(Trial::model)
        .distinct()
        .forEach(model -> table.row(row(model, measures.stream().map(m -> cell(model, m)))));
    return table.toString();
  }

  private static String[] row(String first, Stream<String> others) {
    return Stream.concat(Stream.of(first), others).toArray(String[]::new);
  }

  private String cell(String model, Measure measure) {
    List<Double> values = values(model, measure);
    return values.isEmpty() ? NONE : measure.write(new Sample(values));
  }

  /** {@return a line for each model and seed, comma-separated, under a heading} */
  public String csv() {
    Stream<String> heading =
        Stream.of(String.join(",", row("model,seed", measures.stream().map(Measure::name))));
    return String.join("\n", Stream.concat(heading, trials.stream().map(this::line)).toList())
        + "\n";
  }

  private String line(Trial trial) {
    Stream<String> numbers = measures.stream().map(measure -> number(trial.value(measure)));
    return String.join(",", row(quoted(trial.model()) + "," + trial.seed(), numbers));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  private static String quoted(String text) {
    return text.contains(",") || text.contains("\"")
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}
