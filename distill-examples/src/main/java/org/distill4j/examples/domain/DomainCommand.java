package org.distill4j.examples.domain;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.distill4j.examples.trial.DigitStudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Domain adaptation as a subcommand. */
@Command(
    name = "domain",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains teachers (64-512-256-10) and students (64-128-64-10) for the optical digits of the"
          + " UCI repository, which are 8 x 8 pixels large. Of those, 1,000 are learnt from without"
          + " their labels and 797 measured on; the labels are those of MNIST's digits, reduced to"
          + " 8 x 8. Every model takes as many steps.",
      ""
    })
public final class DomainCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "80",
      description =
          "How often each model sees MNIST's training digits, or takes as many steps. Default:"
              + " ${DEFAULT-VALUE}.")
  private int epochs = 80;

  @Mixin private final DigitStudyOptions options = new DigitStudyOptions();

  /**
   * A command.
   *
   * @param stdout where to print
   */
  public DomainCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    return options.run(stdout, new DomainStudy(epochs));
  }
}
