package org.distill4j.cli.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.ConsoleTable;
import org.distill4j.cli.console.ExitCode;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.report.MetricFormat;
import org.distill4j.cli.report.SearchReport;
import org.distill4j.cli.run.RunFile;
import org.distill4j.cli.run.SearchFile;
import org.distill4j.core.tune.SizeReport;
import org.distill4j.core.tune.SizeSearch;
import org.distill4j.core.tune.StudentSize;
import org.distill4j.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches for the smallest student that is good enough. */
@Command(
    name = "size",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains students of several sizes as the run says, measures each by the file's first metric"
          + " on held-out examples, and names the smallest that is good enough. The report shows"
          + " the curve of size against the metric, with its Pareto front.",
      "",
      "Into the folder \"size\" of the run's go size.json and size.html. Interrupted, the same"
          + " command resumes where it stopped.",
      ""
    })
public final class SizeCommand implements Callable<Integer> {
  private static final String FOLDER = "size";

  private final PrintStream out;
  private final Interrupts interrupts;

  @Mixin private final RunOptions options = new RunOptions();

  @Option(
      names = "--student",
      paramLabel = "MODEL",
      required = true,
      description =
          "A student as the file would have it, as \"{mlp: [784, 32, 10]}\". Once for each.")
  private List<String> students = new ArrayList<>();

  @Option(
      names = "--wanted",
      paramLabel = "VALUE",
      required = true,
      description = "The value of the metric that is good enough, as 0.95.")
  private double wanted;

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
  public SizeCommand(PrintStream out, Interrupts interrupts) {
    this.out = out;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() {
    RunFile run = options.run();
    Map<String, Model> models = new LinkedHashMap<>();
    for (String text : students) {
      models.put(name(text), RunFile.student(text));
    }
    Console console = show.console(out);
    SizeReport report =
        search.search(
            run,
            console,
            interrupts,
            (session, trainings) ->
                new SizeSearch(session, SearchOptions.folder(run, FOLDER))
                    .withStop(interrupts.stop())
                    .search(models, wanted, trainings::plan));
    return tell(run, report, models.size(), console);
  }

  /** A text that is the name of a folder: what is no letter and no number becomes a hyphen. */
  private static String name(String text) {
    return text.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  private static int tell(RunFile run, SizeReport report, int wanted, Console console) {
    Path folder = SearchOptions.folder(run, FOLDER);
    SearchFile.write(folder.resolve("size.json"), report);
    Path page = SearchReport.write(folder.resolve("size.html"), report, run.text());
    ConsoleTable table =
        new ConsoleTable("student", "parameters", "operations", report.metric(), "Pareto");
    for (StudentSize size : report.sizes()) {
      table.row(
          size.name(),
          MetricFormat.text((double) size.parameters()),
          MetricFormat.text((double) size.flops()),
          MetricFormat.text(size.value()),
          report.pareto().contains(size) ? "yes" : "");
    }
    console.result(table.toString());
    console.say("");
    if (report.sizes().size() < wanted) {
      console.say("The search was stopped; the same command resumes from there.");
      return ExitCode.INTERRUPTED.status();
    }
    console.say(SearchReport.verdict(report) + " The report is in " + page + ".");
    return 0;
  }
}
