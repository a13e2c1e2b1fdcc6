package org.distill4j.examples.mnist;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finished MNIST runs beside each other, as a subcommand. */
@Command(
    name = "side-by-side",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Prints finished MNIST runs of one task on several backends as one table in Markdown: the"
          + " losses of their first steps and how far they are from the first run's, accuracies,"
          + " and the share of the test digits on which their students agree.",
      ""
    })
public final class SideBySideCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Parameters(
      arity = "2..*",
      paramLabel = "DIR",
      description = "The folders of the runs (--out of mnist). Others are compared with the first.")
  private List<Path> folders = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder of the whole MNIST, if the runs were on that.")
  private Optional<Path> data = Optional.empty();

  /**
   * Creates the subcommand.
   *
   * @param stdout where the table is printed
   */
  public SideBySideCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    SideBySide runs = new SideBySide(folders.stream().map(FinishedRun::in).toList());
    MnistTask task = MnistTask.of(data.map(Mnist::from).orElseGet(Mnist::embedded));
    try (Session session = Backends.find().choose().open(SessionOptions.defaults())) {
      stdout.print(runs.table(session, MnistExperiment.STUDENT, task.test()));
    }
    return 0;
  }
}
