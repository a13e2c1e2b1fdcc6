package org.distill4j.cli.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.distill4j.backend.Session;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.ConsoleTable;
import org.distill4j.cli.console.ExitCode;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.report.MetricFormat;
import org.distill4j.cli.report.SearchReport;
import org.distill4j.cli.run.HeldOutTrainings;
import org.distill4j.cli.run.RunFile;
import org.distill4j.cli.run.SearchFile;
import org.distill4j.core.tune.SearchSpace;
import org.distill4j.core.tune.SuccessiveHalving;
import org.distill4j.core.tune.TrialResult;
import org.distill4j.core.tune.TrialSettings;
import org.distill4j.core.tune.Tuner;
import org.distill4j.core.tune.TuningReport;
import org.distill4j.core.weights.WeightsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches for the settings of a run. */
@Command(
    name = "tune",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Searches for the temperature, alpha and learning rate with which a run's student becomes"
          + " best by the file's first metric, on held-out examples.",
      "",
      "Combinations are drawn from the seed and trained for a few epochs of the run's; the best of"
          + " them continue, the rest is given up (successive halving). Into the folder \"tune\""
          + " of the run's go tune.json, tune.html and best.safetensors.",
      "",
      "Interrupted, the same command resumes where it stopped.",
      ""
    })
public final class TuneCommand implements Callable<Integer> {
  private static final String FOLDER = "tune";

  private final PrintStream out;
  private final Interrupts interrupts;

  @Mixin private final RunOptions options = new RunOptions();

  @Option(
      names = "--temperatures",
      split = ",",
      paramLabel = "T",
      description = "Temperatures to try, as 1,2,4. Left out, the file's.")
  private List<Double> temperatures = new ArrayList<>();

  @Option(
      names = "--alphas",
      split = ",",
      paramLabel = "A",
      description = "Weights of the soft term to try, as 0.5,0.9. Left out, the file's.")
  private List<Double> alphas = new ArrayList<>();

  @Option(
      names = "--rate-factors",
      split = ",",
      paramLabel = "F",
      description =
          "What the file's learning rate is times, as 0.3,1,3; its schedule keeps its form.")
  private List<Double> rateFactors = new ArrayList<>();

  @Option(
      names = "--candidates",
      paramLabel = "N",
      defaultValue = "12",
      description =
          "How many combinations are drawn; all if there are no more. Default: ${DEFAULT-VALUE}.")
  private int candidates = 12;

  @Option(
      names = "--first-epochs",
      paramLabel = "N",
      defaultValue = "1",
      description = "The epochs that each is trained for at first. Default: ${DEFAULT-VALUE}.")
  private int firstEpochs = 1;

  @Option(
      names = "--factor",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "After each round the best 1/N of the trials continue, for N times as many epochs."
              + " Default: ${DEFAULT-VALUE}.")
  private int factor = 3;

  @Mixin private final SearchOptions search = new SearchOptions();

  @Mixin private final ShowOptions show = new ShowOptions();

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  /**
   * A command.
   *
   * @param out where to print
   * @param interrupts who may stop it
   */
  public TuneCommand(PrintStream out, Interrupts interrupts) {
    this.out = out;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() {
    RunFile run = options.run();
    SearchSpace space = space();
    Console console = show.console(out);
    TuningReport report =
        search.search(
            run,
            console,
            interrupts,
            (session, trainings) -> tune(run, space, session, trainings, console));
    return tell(run, report, console);
  }

  private SearchSpace space() {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    values.put(SearchSpace.TEMPERATURE, temperatures);
    values.put(SearchSpace.ALPHA, alphas);
    values.put(HeldOutTrainings.RATE_FACTOR, rateFactors);
    values.values().removeIf(List::isEmpty);
    if (values.isEmpty()) {
      throw new IllegalArgumentException(
          "Nothing is to be tried, expected --temperatures, --alphas or --rate-factors.\n"
              + "Maybe --temperatures 1,2,4 --alphas 0.5,0.9 --rate-factors 0.3,1,3.");
    }
    return new SearchSpace(values);
  }

  private TuningReport tune(
      RunFile run,
      SearchSpace space,
      Session session,
      HeldOutTrainings trainings,
      Console console) {
    int epochs = trainings.epochs();
    int count = Math.min(candidates, space.size());
    SuccessiveHalving halving =
        new SuccessiveHalving(count, Math.min(firstEpochs, epochs), factor, epochs);
    console.say(
        String.format(
            Locale.ROOT,
            "Tries %d of %d combinations, %d epochs in all, by %s on held-out examples.",
            count,
            space.size(),
            halving.totalEpochs(),
            trainings.metric().name()));
    return new Tuner(session, SearchOptions.folder(run, FOLDER))
        .withStop(interrupts.stop())
        .withListener((settings, result) -> console.say(line(settings, result)))
        .tune(space, halving, run.values().value(RunKeys.SEED), trainings::plan);
  }

  private static String line(TrialSettings settings, TrialResult result) {
    return settings + " after " + result.epochs() + " epochs: " + MetricFormat.text(result.value());
  }

  private int tell(RunFile run, TuningReport report, Console console) {
    Path folder = SearchOptions.folder(run, FOLDER);
    SearchFile.write(folder.resolve("tune.json"), report);
    Path page = SearchReport.write(folder.resolve("tune.html"), report, run.text());
    console.say("");
    console.result(table(report).toString());
    console.say("");
    if (report.weights().isEmpty()) {
      console.say("The search was stopped; the same command resumes from there.");
      return ExitCode.INTERRUPTED.status();
    }
    WeightsFile.write(folder.resolve("best.safetensors"), report.weights().orElseThrow());
    console.say("The best settings are " + report.best() + ", and the report is in " + page + ".");
    return 0;
  }

  private static ConsoleTable table(TuningReport report) {
    List<String> heading = new ArrayList<>(report.best().numbers().keySet());
    heading.addAll(List.of("epochs", report.metric()));
    ConsoleTable table = new ConsoleTable(heading.toArray(String[]::new));
    report
        .trials()
        .forEach(
            (settings, result) -> {
              List<String> row = new ArrayList<>();
              settings.numbers().values().forEach(number -> row.add(number.toString()));
              row.add(String.valueOf(result.epochs()));
              row.add(MetricFormat.text(result.value()));
              table.row(row.toArray(String[]::new));
            });
    return table;
  }
}
