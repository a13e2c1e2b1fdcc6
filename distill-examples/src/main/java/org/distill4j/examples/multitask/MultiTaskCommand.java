package org.distill4j.examples.multitask;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.distill4j.examples.trial.DigitStudyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One task out of many, as a subcommand. */
@Command(
    name = "multitask",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains a teacher (784-512-256) with three heads: which digit, whether it is odd, whether it"
          + " is 5 or more. Students (784-32) specialise in one of the tasks: distilled from that"
          + " head and on labels alone, with all labels and with one in a hundred. Digits without a"
          + " label take the teacher's term alone. The student on few labels takes as many steps as"
          + " the others.",
      ""
    })
public final class MultiTaskCommand implements Callable<Integer> {
  private final PrintStream stdout;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      defaultValue = "parity",
      description = "The students' task: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private DigitTask task = DigitTask.PARITY;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "20",
      description = "How often each model sees the training digits. Default: ${DEFAULT-VALUE}.")
  private int epochs = 20;

  @Mixin private final DigitStudyOptions options = new DigitStudyOptions();

  /**
   * A command.
   *
   * @param stdout where to print
   */
  public MultiTaskCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() {
    return options.run(stdout, new MultiTaskStudy(task, epochs));
  }
}
