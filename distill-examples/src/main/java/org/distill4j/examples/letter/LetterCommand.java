package org.distill4j.examples.letter;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.distill4j.examples.trial.StudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Model compression with made-up examples, as a subcommand. */
@Command(
    name = "letter",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains a forest (extremely randomised trees) on some of the UCI repository's letters, and"
          + " small networks of one hidden layer: on the labels alone, with input noise, and on"
          + " letters that MUNGE makes up, with the forest's probabilities, its labels, or those of"
          + " the nearest labelled letters. Each chooses its settings on 2,000 held-out letters;"
          + " 4,000 others measure.",
      ""
    })
public final class LetterCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Option(
      names = "--labels",
      paramLabel = "N",
      defaultValue = "4000",
      description =
          "How many labelled letters there are, drawn from 14,000. Default: ${DEFAULT-VALUE}.")
  private int labels = 4_000;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "128",
      description = "The networks' hidden units. Default: ${DEFAULT-VALUE}.")
  private int width = 128;

  @Option(
      names = "--trees",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many trees the forest has. Default: ${DEFAULT-VALUE}.")
  private int trees = 100;

  @Option(
      names = "--copies",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "How many letters are made up for each labelled one. Default: ${DEFAULT-VALUE}.")
  private int copies = 10;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20000",
      description = "How many steps a network takes at most. Default: ${DEFAULT-VALUE}.")
  private int steps = 20_000;

  @Mixin private final StudyOptions options = new StudyOptions();

  /**
   * Creates a command.
   *
   * @param stdout where to print
   */
  public LetterCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    return options.run(
        stdout,
        console -> Letters.embedded(),
        letters -> "LETTER: %,d labelled letters.".formatted(labels),
        new LetterStudy(width, labels, trees, copies, steps));
  }
}
