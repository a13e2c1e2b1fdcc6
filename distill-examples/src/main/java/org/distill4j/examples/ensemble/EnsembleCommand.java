package org.distill4j.examples.ensemble;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.examples.trial.DigitStudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ensembles as teachers, as a subcommand. */
@Command(
    name = "ensemble",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains several teachers (784-256-10) from different seeds, and students (784-64-10) of all"
          + " of them together, by the mean of their probabilities and by that of their logits, of"
          + " one of them, and alone. Agreement and KL are with the ensemble.",
      ""
    })
public final class EnsembleCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Option(
      names = "--members",
      paramLabel = "N",
      defaultValue = "5",
      description = "The number of teachers. Default: ${DEFAULT-VALUE}.")
  private int members = 5;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "40",
      description = "How often each model sees the training digits. Default: ${DEFAULT-VALUE}.")
  private int epochs = 40;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "4",
      description = "Of the loss and of the ensemble's mean. Default: ${DEFAULT-VALUE}.")
  private double temperature = 4;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      defaultValue = "0.9",
      description = "Weight of the SOFT term, the teacher's. Default: ${DEFAULT-VALUE}.")
  private double alpha = 0.9;

  @Mixin private final DigitStudyOptions options = new DigitStudyOptions();

  /**
   * A command.
   *
   * @param stdout where to print
   */
  public EnsembleCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    DistillationLoss loss = DistillationLoss.of(temperature, alpha);
    return options.run(stdout, new EnsembleStudy(members, epochs, loss));
  }
}
