package org.distill4j.examples.fashion;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.distill4j.examples.trial.StudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From deep to shallow on Fashion-MNIST, as a subcommand. */
@Command(
    name = "fashion",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains a convolutional teacher (24-48-96 channels, batch norm) on Fashion-MNIST, and"
          + " students of one hidden layer: on the labels alone and with the teacher's"
          + " probabilities, both with and without mirrored pictures. Settings are chosen on 5,000"
          + " held-out pictures.",
      ""
    })
public final class FashionCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description =
          "A folder with the four files of Fashion-MNIST, zipped or not. The Debian package"
              + " dataset-fashion-mnist has them.")
  private Path data = Path.of("");

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "128",
      description = "The students' hidden units. Default: ${DEFAULT-VALUE}.")
  private int width = 128;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "How often students see the pictures. Students alone also try a third of them. Default:"
              + " ${DEFAULT-VALUE}.")
  private int epochs = 60;

  @Option(
      names = "--teacher-epochs",
      paramLabel = "N",
      defaultValue = "6",
      description = "How often the teacher sees them. Default: ${DEFAULT-VALUE}.")
  private int teacherEpochs = 6;

  @Mixin private final StudyOptions options = new StudyOptions();

  /**
   * A command.
   *
   * @param stdout where to print
   */
  public FashionCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    return options.run(
        stdout,
        console -> FashionMnist.from(data),
        clothes ->
            "Fashion-MNIST: %,d pictures to learn from, %,d to choose by, %,d to measure on."
                .formatted(clothes.learn().size(), clothes.heldOut().size(), clothes.test().size()),
        new FashionStudy(width, epochs, teacherEpochs));
  }
}
