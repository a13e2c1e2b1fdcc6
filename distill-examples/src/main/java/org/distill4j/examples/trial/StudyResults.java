package org.distill4j.examples.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.distill4j.cli.console.ConsoleTable;

/** What was measured of each model, seed by seed. */
public final class StudyResults {
  private static final String NONE = "-";

  private final List<StudyColumn> measures;
  private final List<Trial> trials = new ArrayList<>();
  private Optional<String> baseline = Optional.empty();

  private record Trial(String model, long seed, Map<String, Double> values) {
    double value(StudyColumn measure) {
      return values.getOrDefault(measure.name(), Double.NaN);
    }
  }

  /**
   * An empty study.
   *
   * @param measures the columns of its table
   */
  public StudyResults(StudyColumn... measures) {
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
  public List<Double> values(String model, StudyColumn measure) {
    return trials.stream()
        .filter(trial -> trial.model().equals(model))
        .map(trial -> trial.value(measure))
        .filter(value -> !value.isNaN())
        .toList();
  }

  /**
   * Compares with one model, seed by seed: a second table holds the means of the differences and
   * their intervals of 95 %, which are narrower than the spread of single trainings.
   *
   * @param model the row that the others are compared with
   * @return this
   */
  public StudyResults comparedWith(String model) {
    baseline = Optional.of(model);
    return this;
  }

  /** {@return a row for each model: means and standard deviations over the seeds} */
  public String table() {
    String means = table("", names(), this::cell);
    return baseline
        .map(
            base ->
                means
                    + "\n"
                    + table(
                        "beside \"" + base + "\", seed by seed",
                        names().filter(name -> !differences(name, base, measures.get(0)).isEmpty()),
                        (model, measure) -> difference(model, base, measure)))
        .orElse(means);
  }

  private Stream<String> names() {
    return trials.stream().map(Trial::model).distinct();
  }

  private String table(
      String corner, Stream<String> models, BiFunction<String, StudyColumn, String> cell) {
    ConsoleTable table = new ConsoleTable(row(corner, measures.stream().map(StudyColumn::title)));
    models.forEach(
        model -> table.row(row(model, measures.stream().map(m -> cell.apply(model, m)))));
    return table.toString();
  }

  private String difference(String model, String base, StudyColumn measure) {
    List<Double> differences = differences(model, base, measure);
    return differences.isEmpty()
        ? NONE
        : measure.writeDifference(new RepeatedMeasurement(differences));
  }

  /** Of each seed that both were trained from; none of a model with itself. */
  private List<Double> differences(String model, String base, StudyColumn measure) {
    return trials.stream()
        .filter(trial -> trial.model().equals(model) && !model.equals(base))
        .flatMap(
            trial ->
                value(base, trial.seed(), measure).stream()
                    .mapToObj(other -> trial.value(measure) - other))
        .filter(difference -> !difference.isNaN())
        .toList();
  }

  private OptionalDouble value(String model, long seed, StudyColumn measure) {
    return trials.stream()
        .filter(trial -> trial.model().equals(model) && trial.seed() == seed)
        .mapToDouble(trial -> trial.value(measure))
        .findFirst();
  }

  private static String[] row(String first, Stream<String> others) {
    return Stream.concat(Stream.of(first), others).toArray(String[]::new);
  }

  private String cell(String model, StudyColumn measure) {
    List<Double> values = values(model, measure);
    return values.isEmpty() ? NONE : measure.write(new RepeatedMeasurement(values));
  }

  /** {@return a line for each model and seed, comma-separated, under a heading} */
  public String csv() {
    Stream<String> heading =
        Stream.of(String.join(",", row("model,seed", measures.stream().map(StudyColumn::name))));
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
