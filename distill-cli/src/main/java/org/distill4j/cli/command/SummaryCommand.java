package org.distill4j.cli.command;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.distill4j.cli.run.RunFile;
import org.distill4j.core.summary.ModelSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the layers of a run's networks. */
@Command(
    name = "summary",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Lists the layers of student and teacher with shapes, parameters and operations; needs no"
            + " engine and reads no data.")
public final class SummaryCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private final RunOptions options = new RunOptions();

  @Mixin
  @SuppressWarnings("unused") // Only its presence matters, to picocli.
  private final HelpOption help = new HelpOption();

  /**
   * A command.
   *
   * @param out where to print
   */
  public SummaryCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    RunFile run = options.run();
    run.teacher()
        .ifPresent(
            teacher -> {
              out.println("The teacher");
              out.println(ModelSummary.summarize(teacher));
              out.println();
            });
    out.println("The student");
    out.println(ModelSummary.summarize(run.student()));
    return 0;
  }
}
