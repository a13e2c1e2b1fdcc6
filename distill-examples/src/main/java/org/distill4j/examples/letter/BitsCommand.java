package org.distill4j.examples.letter;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.distill4j.examples.trial.StudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Students of fewer bits, weights and units, as a subcommand. */
@Command(
    name = "bits",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains a network of one hidden layer on the UCI repository's letters, a student an eighth as"
          + " wide against it, and makes the student smaller: weights of 8 bits down to 2, without"
          + " training, trained on labels and distilled; single weights switched off; whole units"
          + " left out, beside students as narrow from the start. 4,000 letters measure.",
      ""
    })
public final class BitsCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Option(
      names = "--labels",
      paramLabel = "N",
      defaultValue = "14000",
      description =
          "How many labelled letters there are, drawn from 14,000. Default: ${DEFAULT-VALUE}.")
  private int labels = 14_000;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "64",
      description = "The student's hidden units. Default: ${DEFAULT-VALUE}.")
  private int width = 64;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "40",
      description = "Passes over the letters of a first training. Default: ${DEFAULT-VALUE}.")
  private int epochs = 40;

  @Option(
      names = "--epochs-after",
      paramLabel = "N",
      defaultValue = "20",
      description = "Passes after a student was made smaller. Default: ${DEFAULT-VALUE}.")
  private int epochsAfter = 20;

  @Mixin private final StudyOptions options = new StudyOptions();

  /**
   * A command.
   *
   * @param stdout where to print
   */
  public BitsCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    return options.run(
        stdout,
        console -> Letters.embedded(),
        letters -> "LETTER: %,d labelled letters.".formatted(labels),
        new BitsStudy(width, labels, epochs, epochsAfter));
  }
}
