package org.distill4j.examples.rounds;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.distill4j.examples.trial.DigitStudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Training by many workers in rounds, as a subcommand. */
@Command(
    name = "rounds",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains one student (784-128-10, T = 5, alpha = 0.7) in one process and by several workers in"
          + " rounds, as on a cluster, each on as many examples. The workers are in this process.",
      ""
    })
public final class RoundsCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "4",
      description = "The number of workers. Default: ${DEFAULT-VALUE}.")
  private int workers = 4;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "50",
      description = "The steps of a worker in a round. Default: ${DEFAULT-VALUE}.")
  private int steps = 50;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "12",
      description = "How often each example is seen. Default: ${DEFAULT-VALUE}.")
  private int epochs = 12;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "0.001",
      description =
          "The learning rate of one process; that of workers is times the square root of their"
              + " number. Default: ${DEFAULT-VALUE}.")
  private double rate = 0.001;

  @Mixin private final DigitStudyOptions options = new DigitStudyOptions();

  /**
   * A command.
   *
   * @param stdout where to print
   */
  public RoundsCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    return options.run(stdout, new RoundsStudy(workers, steps, epochs, rate));
  }
}
