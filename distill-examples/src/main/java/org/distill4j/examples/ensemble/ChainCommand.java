package org.distill4j.examples.ensemble;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.examples.trial.DigitStudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Teacher assistants and born-again networks, as a subcommand. */
@Command(
    name = "chain",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Students that teach: a teacher (784-512-256-10) teaches a small student (784-32-10) itself"
          + " and through an assistant (784-128-10), and two generations of born-again networks of"
          + " its own size. Agreement and KL are with the teacher.",
      ""
    })
public final class ChainCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "40",
      description = "How often each model sees the training digits. Default: ${DEFAULT-VALUE}.")
  private int epochs = 40;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "1",
      description = "Of the loss. Default: ${DEFAULT-VALUE}.")
  private double temperature = 1;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      defaultValue = "0.7",
      description = "Weight of the SOFT term, the teacher's. Default: ${DEFAULT-VALUE}.")
  private double alpha = 0.7;

  @Mixin private final DigitStudyOptions options = new DigitStudyOptions();

  /**
   * A command.
   *
   * @param stdout where to print
   */
  public ChainCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    DistillationLoss loss = DistillationLoss.of(temperature, alpha);
    return options.run(stdout, new ChainStudy(epochs, loss));
  }
}
