package org.distill4j.cli.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Backends;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.run.TablePredictions;
import org.distill4j.student.Student;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts with a student file. */
@Command(
    name = "predict",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Predicts with a student file, as \"distill export --d4j\" writes it, and prints a line for"
          + " each row of a table: the likeliest class, and the probabilities or numbers.",
      ""
    })
public final class PredictCommand implements Callable<Integer> {
  private final PrintStream out;

  @Parameters(index = "0", paramLabel = "STUDENT", description = "The student file.")
  private Path student = Path.of("student.d4j");

  @Parameters(
      index = "1",
      paramLabel = "TABLE",
      description =
          "A .csv, .tsv or .jsonl file; for a student of texts, one with a column \"text\", or any"
              + " other file with a text on each line. Its columns are found by their names if the"
              + " student was trained on a table with an encoding; otherwise they are its numbers,"
              + " in order.")
  private Path table = Path.of("inputs.csv");

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "The tensor engine; \"distill backends\" lists them.")
  private Optional<String> backend = Optional.empty();

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  /**
   * A command.
   *
   * @param out where to print
   */
  public PredictCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Backends found = Backends.find();
    Backend chosen = backend.isPresent() ? found.choose(backend) : found.choose();
    try (Student opened = Student.open(student, chosen.open(SessionOptions.defaults()))) {
      new TablePredictions(opened, table).print(out);
    }
    return 0;
  }
}
